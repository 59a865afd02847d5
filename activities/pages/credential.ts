import type { PageSettings } from '../../domain/settings.ts';
import { basic, secretOf } from '../tickets/credential.ts';

/** How one is known to where pages are. */
export interface Credential {
  /** Null: the secret is a token that stands alone. */
  readonly user: string | null;
  readonly secret: string;
  /** The variable of the secret, for people. */
  readonly variable: string;
}

/** Null: there is none. Throws `NotRead` if a variable is not set. */
export async function credentialOf(
  { userEnv, passwordEnv, tokenEnv }: PageSettings,
  env: NodeJS.ProcessEnv,
): Promise<Credential | null> {
  const variable = passwordEnv ?? tokenEnv;
  if (variable === null) return null;
  const user = userEnv === null ? null : await secretOf(userEnv, env);
  return { user, secret: await secretOf(variable, env), variable };
}

export function headersFor(credential: Credential | null): Readonly<Record<string, string>> {
  if (credential === null) return {};
  const { user, secret } = credential;
  return { authorization: user === null ? `Bearer ${secret}` : basic(user, secret) };
}
