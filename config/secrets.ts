import type { NeededSecret, Settings } from '../domain/settings.ts';
import { isNamed } from './secret.ts';

/** The needed secrets that are not set. */
export const missingSecrets = (settings: Settings, env: NodeJS.ProcessEnv): readonly NeededSecret[] =>
  neededSecrets(settings).filter(({ variable }) => !isNamed(variable, env));

/** The secrets that the configuration names for workers. */
export const neededSecrets = (settings: Settings): readonly NeededSecret[] => {
  const { webhooks, grafana, tickets, pages, hooks, people, calendars = [], watch = {} } = settings;
  return [
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
};

const secretsIn = (settings: object, by: NeededSecret['by']): readonly NeededSecret[] =>
  Object.entries(settings).flatMap(([key, variable]) =>
    key.endsWith('Env') && typeof variable === 'string' ? [{ variable, by }] : [],
  );
