/** The address of the PostgreSQL that keeps the release log, from `DATABASE_URL`; null: there is no log. */
export function databaseUrl(env: NodeJS.ProcessEnv): string | null {
  return env['DATABASE_URL'] || null;
}
