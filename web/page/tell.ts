import { actorHeader } from '../wire.ts';
import { signIn } from './api.ts';

/** Something to be done, as `/api/v1` takes it. */
export interface Order {
  readonly path: string;
  readonly body: object;
}

/** What became of it. */
export interface Told {
  readonly kind: 'done' | 'refused' | 'noAnswer';
  /** For people; empty where what is shown changes instead. */
  readonly text: string;
  /** The words that may have been meant; null: none. */
  readonly says: string | null;
}

/** What the API answers to words, or why it does not do something. */
interface Answered {
  readonly text?: string;
  readonly detail?: string;
  readonly facts?: { readonly says?: string | null };
}

const patienceMs = 45_000;

/**
 * Has something done as `actor`. `key` names the intention: sent again with the same, it is done once. Whoever has to sign in is sent there.
 * Never rejects.
 */
export async function tell(
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
