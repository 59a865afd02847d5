import { createHash } from 'node:crypto';
import { problem } from '../../answers/outcome.ts';
import type { Problem } from '../../answers/outcome.ts';
import type { SettingsSource } from '../../config/settings-source.ts';
import { identityTokens } from '../../config/identity-tokens.ts';
import { pipelineOf } from '../../domain/trust.ts';
import type { Claims, IssuerKind } from '../../domain/trust.ts';
import type { Http } from '../../http/http.ts';
import { newToken } from '../../log/token-form.ts';
import { shortTokenMs } from '../../log/tokens.ts';
import type { KnownToken, TokenStore } from '../../log/tokens.ts';
import { IssuerKeys } from './issuer-keys.ts';
import { readIdentity } from './read-identity.ts';

export interface Exchanged {
  /** Returned only this once. */
  readonly secret: string;
  readonly token: KnownToken;
}

/** Exchanges an identity token for a short-lived token, or says why not. Rejects with the database's errors. */
export type Exchange = (identity: string) => Promise<Exchanged | Problem>;

interface Sources {
  readonly settingsNow: SettingsSource;
  readonly tokens: Pick<TokenStore, 'exchange'> | null;
  readonly httpFor: (settings: Awaited<ReturnType<SettingsSource>>) => Pick<Http, 'ask'>;
}

/** Caches the keys of issuers for the life of the process. */
export function exchangeWith({ settingsNow, tokens, httpFor }: Sources): Exchange {
  const keys = new IssuerKeys();
  return async (identity) => {
    if (tokens === null) return problem(503, 'noLog', ({ noLog }) => noLog);
    const settings = await settingsNow();
    const read = await readIdentity(identity, settings, keys, httpFor(settings));
    if ('ok' in read) return read;
    const { claims, trust } = read;
    const secret = newToken();
    const { name, scopes, components } = trust;
    const token = await tokens.exchange(
      secret,
      {
        ...{ name, scopes, components, actor: `service:${name}` },
        expiresAt: Date.now() + shortTokenMs,
        pipeline: pipelineOf(claims, trust),
        claims: kept(claims, trust.kind),
      },
      { id: idOf(trust.issuer, claims.jti), expiresAt: claims.exp * 1000 },
    );
    if (token === null) return problem(401, 'identityUsed', (words) => words.identityUsed);
    return { secret, token };
  };
}

/** The claims that `trust` can name. */
function kept(claims: Claims, kind: IssuerKind): Claims {
  const { repository, binding, others } = identityTokens[kind];
  const names = ['iss', 'aud', repository, ...binding, ...others];
  return Object.fromEntries(names.flatMap((name) => (name in claims ? [[name, claims[name]] as const] : [])));
}

/** Identifies an identity token for ever. */
const idOf = (issuer: string, jti: string): string =>
  createHash('sha256')
    .update(JSON.stringify([issuer, jti]))
    .digest('hex');
