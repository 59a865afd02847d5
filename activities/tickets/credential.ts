import { readSecret } from '../../config/secret.ts';
import { reasonOf } from '../../domain/reason-of.ts';
import { failures } from '../../texts/http.ts';
import { NotRead } from './api.ts';

/** The present value of a secret variable. Rejects with `NotRead` if it is not set. */
export const secretOf = (variable: string, env: NodeJS.ProcessEnv): Promise<string> =>
  new Promise((resolve) => {
    resolve(secretIn(variable, env));
  });

function secretIn(variable: string, env: NodeJS.ProcessEnv): string {
  try {
    const found = readSecret(variable, env);
    if (found !== null) return found;
  } catch (error) {
    throw new NotRead({ outcome: 'badCredentials', reason: reasonOf(error) });
  }
  throw new NotRead({ outcome: 'badCredentials', reason: failures.noCredential(variable) });
}

export const basic = (user: string, password: string): string =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
