import { actorHeader } from '../wire.ts';
import { signIn } from './api.ts';

/** A command for `/api/v1`. */
export interface Order {
  readonly path: string;
  readonly body: object;
}

/** The outcome of a command. */
export interface Told {
  readonly kind: 'done' | 'refused' | 'noAnswer';
  /** For people; empty if the page shows the effect anyway. */
  readonly text: string;
  /** A command that may have been meant; null: none. */
  readonly says: string | null;
}

/** The API's answer, or its problem. */
interface Answered {
  readonly text?: string;
  readonly detail?: string;
  readonly facts?: { readonly says?: string | null };
}

const patienceMs = 45_000;

/**
 * Gives a command as `actor`. `key` makes it idempotent: sent again with the same key,
 * it is carried out once. Redirects to sign-in if that is required. Never rejects.
 */
export async function giveCommand(
  { path, body }: Order,
  { actor, key, language }: { readonly actor: string; readonly key: string; readonly language: string },
): Promise<Told> {
  try {
    const response = await fetch(`/api/v1${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'accept-language': language,
        'idempotency-key': key,
        [actorHeader]: actor,
      },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(patienceMs),
    });
    if (response.status === 401) signIn();
    const { text = '', detail = '', facts } = (await response.json()) as Answered;
    if (response.ok) return { kind: 'done', text, says: null };
    const passes = response.status >= 500;
    return { kind: passes ? 'noAnswer' : 'refused', text: detail, says: facts?.says ?? null };
  } catch {
    return { kind: 'noAnswer', text: '', says: null };
  }
}

const at = encodeURIComponent;

export const toRelease = (ticket: string, signal: string, reason: string | null): Order => ({
  path: `/releases/${at(ticket)}/${signal}`,
  body: reason === null ? {} : { reason },
});

export const toLock = (component: string, signal: string, body: object): Order => ({
  path: `/locks/${at(component)}/${signal}`,
  body,
});

export const inWords = (text: string): Order => ({ path: '/commands', body: { text } });

export const incidentOrder = (text: string): Order => ({ path: '/incidents', body: { text } });
