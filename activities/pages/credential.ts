import type { PageSettings } from '../../domain/settings.ts';
import { basic, secretOf } from '../tickets/credential.ts';

/** The credential for a page server. */
export interface Credential {
  /** Null: the secret is a token that needs no user. */
  readonly user: string | null;
  readonly secret: string;
  /** The name of the variable that holds the secret, for error messages. */
  readonly variable: string;
}

/** Null if none is configured. Throws `NotRead` if a variable is not set. */
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
