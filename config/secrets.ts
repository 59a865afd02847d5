import type { Settings } from '../domain/settings.ts';

/** The environment variables that hold secrets of the configuration and that are not set. */
export function missingSecrets({ webhooks, grafana }: Settings, env: NodeJS.ProcessEnv): readonly string[] {
  const names = [
    ...Object.values(webhooks).map(({ secretEnv }) => secretEnv),
    ...(grafana ? [grafana.tokenEnv] : []),
  ];
  return names.filter((name) => !env[name]);
}
