import { failures } from '../../texts/outside.ts';

/** What an environment variable of the worker holds. Throws if it is not set. */
export function secretIn(variable: string): string {
  const secret = process.env[variable];
  if (!secret) throw new Error(failures.noSecret(variable));
  return secret;
}
