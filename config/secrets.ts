import type { NeededSecret, Settings } from '../domain/settings.ts';
import { isNamed } from './secret.ts';

/** The secrets that are not there. */
export function missingSecrets(
  { webhooks, grafana, tickets, pages, hooks, people, calendars = [], watch = {} }: Settings,
  env: NodeJS.ProcessEnv,
): readonly NeededSecret[] {
  const needed: readonly NeededSecret[] = [
    ...Object.entries(webhooks).flatMap(([name, one]) => secretsIn(one, { kind: 'webhook', name })),
    ...(grafana === null ? [] : secretsIn(grafana, { kind: 'grafana', name: grafana.url })),
    ...tickets.flatMap((one) => secretsIn(one, { kind: 'tracker', name: one.name })),
    ...Object.entries(hooks).flatMap(([name, { app }]) =>
      app === null ? [] : secretsIn(app, { kind: 'gate', name }),
    ),
    ...Object.entries(watch).flatMap(([name, one]) => secretsIn(one, { kind: 'watch', name })),
    ...pages.flatMap((one) => secretsIn(one, { kind: 'pages', name: one.matches })),
    ...calendars.flatMap((one) => secretsIn(one, { kind: 'calendar', name: one.name })),
    ...secretsIn(people.onCall?.schedule ?? {}, {
      kind: 'onCall',
      name: people.onCall?.schedule?.kind ?? '',
    }),
  ];
  return needed.filter(({ variable }) => !isNamed(variable, env));
}

const secretsIn = (settings: object, by: NeededSecret['by']): readonly NeededSecret[] =>
  Object.entries(settings).flatMap(([key, variable]) =>
    key.endsWith('Env') && typeof variable === 'string' ? [{ variable, by }] : [],
  );
