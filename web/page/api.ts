import type { Problem } from '../wire.ts';

/** Why there is no answer. */
export class RequestError extends Error {
  override readonly name = 'Trouble';
  readonly kind: 'away' | 'unreachable' | 'missing' | 'refused';

  constructor(kind: RequestError['kind'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }

  /** Whether it may soon be over. */
  get passes(): boolean {
    return this.kind === 'away' || this.kind === 'unreachable';
  }
}

/**
 * Fetches an answer from the page's server. Redirects to sign-in if that
 * is required. Throws `RequestError`, and the error of an aborted request.
 */
export async function ask<T>(path: string, signal: AbortSignal): Promise<T> {
  const response = await fetchAnswer(path, signal);
  if (response.ok) return (await response.json()) as T;
  if (response.status === 401) signIn();
  throw new RequestError(kindOf(response.status), await problemIn(response));
}

async function fetchAnswer(path: string, signal: AbortSignal): Promise<Response> {
  try {
    return await fetch(path, { signal, headers: { accept: 'application/json' } });
  } catch (error) {
    if (signal.aborted) throw error;
    throw new RequestError('unreachable', 'The server of the page does not answer', { cause: error });
  }
}

function kindOf(status: number): RequestError['kind'] {
  if (status === 404) return 'missing';
  if (status === 401) return 'unreachable';
  return status >= 500 ? 'away' : 'refused';
}

async function problemIn(response: Response): Promise<string> {
  try {
    return ((await response.json()) as Problem).problem;
  } catch {
    return response.statusText;
  }
}

/** Leaves for sign-in, which leads back to the present view. */
export function signIn(): void {
  const { pathname, search } = window.location;
  window.location.assign(`/sign-in?to=${encodeURIComponent(pathname + search)}`);
}
