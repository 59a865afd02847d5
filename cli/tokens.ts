import { scopes } from '../domain/command/scope.ts';
import { iso } from '../domain/iso.ts';
import { isActor, isService } from '../domain/service.ts';
import { newToken } from '../log/token-form.ts';
import { TokenStore } from '../log/tokens.ts';
import type { Token, TokenGrant } from '../log/tokens.ts';
import { tokenWords as words } from '../texts/cli-say.ts';
import { exitCodes } from './exit-codes.ts';
import type { ExitCode } from './exit-codes.ts';
import { withLog } from './open-log.ts';

export interface TokenWish {
  readonly scope: readonly string[];
  readonly component?: readonly string[];
  readonly actor?: string;
  /** In ms from now. */
  readonly expires: number;
  readonly json?: boolean;
}

/**
 * `dobrobot token create`: creates a token and prints it to stdout, once. Resolves to the exit code. Throws an error that names the way
 * out.
 */
export async function createToken(name: string, wish: TokenWish): Promise<ExitCode> {
  const grant = grantOf(name, wish);
  const secret = newToken();
  const token = await withTokens((tokens) => tokens.add(secret, grant));
  if (token === null) return refused(words.taken(name));
  if (wish.json === true) console.log(JSON.stringify({ token: secret, ...tokenJson(token) }));
  else {
    console.error(words.created(name, token.actor, iso(token.expiresAt)));
    console.log(secret);
  }
  return exitCodes.done;
}

/** `dobrobot token list`. Throws an error that names the way out. */
export async function listTokens(json: boolean): Promise<void> {
  const all = await withTokens((tokens) => tokens.all());
  for (const token of all) console.log(json ? JSON.stringify(tokenJson(token)) : lineOf(token));
}

/** `dobrobot token revoke`. Resolves to the exit code. Throws an error that names the way out. */
export async function revokeToken(name: string): Promise<ExitCode> {
  // The next delivery of the hook would recreate it.
  if (name.startsWith('hook:')) return refused(words.ofHook(name.slice('hook:'.length)));
  if (!(await withTokens((tokens) => tokens.revoke(name)))) return refused(words.none(name));
  console.log(words.revoked(name));
  return exitCodes.done;
}

function refused(why: string): ExitCode {
  console.error(why);
  return exitCodes.refused;
}

const withTokens = <T>(use: (tokens: TokenStore) => Promise<T>): Promise<T> =>
  withLog((log) => use(new TokenStore(() => log.database())));

const nameForm = /^[a-z0-9][a-z0-9-]{0,62}$/;

/** Validates what is asked for. Throws an error for people. */
function grantOf(
  name: string,
  { scope, component = [], actor = `service:${name}`, expires }: TokenWish,
): TokenGrant {
  const listed = (texts: readonly string[]) => texts.flatMap((text) => text.split(',')).filter(Boolean);
  if (!nameForm.test(name)) throw new Error(words.badName);
  if (!isActor(actor)) throw new Error(words.badActor(actor));
  const wanted = listed(scope);
  const stranger = wanted.find((text) => !scopes.some((known) => known === text));
  if (stranger !== undefined || wanted.length === 0) throw new Error(words.badScope(stranger ?? ''));
  if (wanted.includes('approve') && isService(actor)) throw new Error(words.onlyPeople);
  const components = listed(component);
  const odd = components.find((text) => !/^[a-z0-9][a-z0-9-]*$/.test(text) || text === 'all');
  if (odd !== undefined) throw new Error(words.badComponent(odd));
  return {
    ...{ name, actor },
    scopes: scopes.filter((known) => wanted.includes(known)),
    components: components.length === 0 ? null : components,
    expiresAt: Date.now() + expires,
  };
}

const isoOrNull = (instant: number | null): string | null => (instant === null ? null : iso(instant));

const tokenJson = (token: Token) => ({
  ...{ name: token.name, actor: token.actor, scopes: token.scopes, components: token.components },
  expiresAt: iso(token.expiresAt),
  createdAt: iso(token.createdAt),
  lastUsedAt: isoOrNull(token.lastUsedAt),
  revokedAt: isoOrNull(token.revokedAt),
});

function lineOf({ name, actor, scopes: all, components, expiresAt, lastUsedAt, revokedAt }: Token): string {
  const used = lastUsedAt === null ? 'never used' : `used ${iso(lastUsedAt)}`;
  const good = revokedAt === null ? `until ${iso(expiresAt)}` : `revoked ${iso(revokedAt)}`;
  return [name, actor, all.join(','), components?.join(',') ?? 'all', good, used].join('  ');
}
