import { readSecret } from '../../config/secret.ts';
import { failures } from '../../texts/outside.ts';

/** The present value of a secret variable of the worker. Throws if it is not set. */
export function secretIn(variable: string): string {
  const secret = readSecret(variable, process.env);
  if (secret === null) throw new Error(failures.noSecret(variable));
  return secret;
}
