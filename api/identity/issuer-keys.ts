import { createLocalJWKSet, errors } from 'jose';
import type { CryptoKey, JWTHeaderParameters, FlattenedJWSInput } from 'jose';
import { z } from 'zod';
import { reasonOf } from '../../domain/reason-of.ts';
import type { Http } from '../../http/http.ts';

/** The keys of an issuer are unavailable. The message is for the server's log. */
export class KeysAway extends Error {
  override readonly name = 'KeysAway';
}

type Keys = ReturnType<typeof createLocalJWKSet>;

interface Kept {
  /** Null: never fetched successfully. */
  readonly keys: Keys | null;
  /** The last successful fetch and the last attempt, epoch ms. */
  readonly hadAt: number;
  readonly askedAt: number;
  readonly failure: string | null;
}

const freshMs = 3_600_000;
/** How long the old keys of an unreachable issuer remain valid. */
const staleMs = 24 * 3_600_000;
/** The least time between fetches for unknown keys, so that tokens with made-up keys do not cause a fetch each. */
const coolDownMs = 30_000;
const afterFailureMs = 5000;

const discovered = z.looseObject({ issuer: z.string(), jwks_uri: z.string() });
const keySet = z.looseObject({ keys: z.array(z.looseObject({ kty: z.string() })).max(100) });

/**
 * The public keys of identity token issuers, by OpenID Connect Discovery.
 * Concurrent fetches of an issuer are shared, and repeated ones limited.
 */
export class IssuerKeys {
  readonly #kept = new Map<string, Kept>();
  readonly #asking = new Map<string, Promise<Kept>>();

  /** The key that a token names. Throws `KeysAway`, or the error of `jose` if the issuer has no such key. */
  async keyFor(
    issuer: string,
    http: Pick<Http, 'ask'>,
    header: JWTHeaderParameters,
    token: FlattenedJWSInput,
  ): Promise<CryptoKey> {
    const keys = await this.#keys(issuer, http, freshMs);
    try {
      return await keys(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      // The issuer may have rotated its keys.
      return (await this.#keys(issuer, http, coolDownMs))(header, token);
    }
  }

  async #keys(issuer: string, http: Pick<Http, 'ask'>, youngerThanMs: number): Promise<Keys> {
    const kept = this.#kept.get(issuer);
    const ageMs = kept === undefined ? Infinity : Date.now() - kept.askedAt;
    const goes = ageMs < (kept?.failure ? afterFailureMs : youngerThanMs);
    const { keys, hadAt, failure } = kept !== undefined && goes ? kept : await this.#ask(issuer, http);
    if (keys !== null && (failure === null || Date.now() - hadAt < staleMs)) return keys;
    throw new KeysAway(failure ?? '');
  }

  #ask(issuer: string, http: Pick<Http, 'ask'>): Promise<Kept> {
    const asking = this.#asking.get(issuer) ?? this.#askNow(issuer, http);
    this.#asking.set(issuer, asking);
    return asking;
  }

  async #askNow(issuer: string, http: Pick<Http, 'ask'>): Promise<Kept> {
    const before = this.#kept.get(issuer);
    const kept = await keysOf(issuer, http).then(
      (keys): Kept => ({ keys, hadAt: Date.now(), askedAt: Date.now(), failure: null }),
      (error: unknown): Kept => {
        const { keys = null, hadAt = 0 } = before ?? {};
        return { keys, hadAt, askedAt: Date.now(), failure: reasonOf(error) };
      },
    );
    this.#kept.set(issuer, kept);
    this.#asking.delete(issuer);
    return kept;
  }
}

async function keysOf(issuer: string, http: Pick<Http, 'ask'>): Promise<Keys> {
  const found = await jsonAt(
    `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`,
    discovered,
    http,
  );
  if (found.issuer !== issuer) throw new KeysAway(`${issuer} calls itself ${JSON.stringify(found.issuer)}`);
  const { origin } = new URL(issuer);
  if (!URL.canParse(found.jwks_uri) || new URL(found.jwks_uri).origin !== origin) {
    throw new KeysAway(`${issuer} has its keys on another server`);
  }
  return createLocalJWKSet(await jsonAt(found.jwks_uri, keySet, http));
}

async function jsonAt<T>(url: string, schema: z.ZodType<T>, http: Pick<Http, 'ask'>): Promise<T> {
  const answer = await http.ask(url);
  if (answer.outcome !== 'answered') throw new KeysAway(answer.reason);
  const { origin, pathname } = new URL(url);
  const { status, text } = answer;
  if (status !== 200) throw new KeysAway(`${origin} answers with HTTP ${status} to ${pathname}`);
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    throw new KeysAway(`${origin} answers with something else than was asked for, to ${pathname}`);
  }
}
