import type { Settings } from '../domain/settings.ts';

/** The environment variables that hold secrets of the configuration and that are not set. */
export function missingSecrets(
  { webhooks, grafana, tickets, pages }: Settings,
  env: NodeJS.ProcessEnv,
): readonly string[] {
  const names = [
    ...Object.values(webhooks).map(({ secretEnv }) => secretEnv),
    ...(grafana ? [grafana.tokenEnv] : []),
    ...[...tickets, ...pages].flatMap((tracker) =>
      Object.entries(tracker).flatMap(([key, name]) =>
        key.endsWith('Env') && typeof name === 'string' && !env[`${name}_FILE`] ? [name] : [],
      ),
    ),
  ];
  return names.filter((name) => !env[name]);
}
