import { readSecret } from './secret.ts';

/**
 * The address of the PostgreSQL that keeps the release log, from
 * `DATABASE_URL` or its file; null if there is no log. Throws `SecretMistake`.
 */
export function databaseUrl(env: NodeJS.ProcessEnv): string | null {
  return readSecret('DATABASE_URL', env);
}
