import { readSecret } from '../../config/secret.ts';
import { failures } from '../../texts/http.ts';
import { NotRead } from './api.ts';

/** The secret of a variable as it is now. Throws `NotRead` if it is not set. */
export async function secretOf(variable: string, env: NodeJS.ProcessEnv): Promise<string> {
  const found = await readSecret(variable, env);
  if (found !== null) return found;
  throw new NotRead({ outcome: 'badCredentials', reason: failures.noCredential(variable) });
}

export const basic = (user: string, password: string): string =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
