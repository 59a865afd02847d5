import type { StayingLock } from '../domain/trouble.ts';

/** What `dobrobot doctor` says: what it looked at, and how to mend what is wrong. For operators, always in English. */
export const doctorWords = {
  doctor:
    'Looks at everything that has to be right, and says how to mend what is not; exit code 1 if anything is wrong',
  marks: { ok: 'ok     ', wrong: 'WRONG  ', unknown: '?      ' },
  sum: (wrong: number, unknown: number) =>
    `${wrong === 0 ? 'Nothing is wrong' : `${wrong} wrong`}${unknown === 0 ? '' : `, ${unknown} that cannot be told`}.`,
  cannotTell: (reason: string) => `cannot be told: ${reason}`,
  configuration: (path: string) => `${path} can be read`,
  secrets: 'every secret that the configuration names is set',
  temporal: (address: string, namespace: string) => `answers at ${address}, namespace ${namespace}`,
  retention: (days: number) => `what has ended is remembered for ${days} days`,
  shortRetention: (namespace: string) =>
    `what has ended is forgotten within a week, and with it what "dobrobot log verify" repairs the log from: temporal operator namespace update --retention 30d ${namespace}`,
  attributes: 'all are registered',
  workers: (count: number) => `${count} at work`,
  noWorker: 'no worker asks for work, so nothing goes on: npm run worker',
  locks: (staying: readonly ({ readonly component: string } & StayingLock)[]) =>
    [
      'every critical component has one',
      ...staying.map(({ component, why, now }) => {
        const because = {
          gone: 'has left the configuration',
          uncritical: 'is not critical any more',
          renamed: `is called ${now.join(', ')} now`,
        };
        return `${component} ${because[why]}, and its lock stays until nobody has to do with it`;
      }),
    ].join('; '),
  missingLocks: (components: readonly string[]) =>
    `${components.join(', ')} have none that is open. A worker starts them, within locks.checkEvery; if it does not, its log says why`,
  tasks: 'none fails',
  failingTasks: (ids: readonly string[]) =>
    `the workflows ${ids.join(', ')} are stuck at a task that fails again and again. Temporal's Web UI shows why; most often two versions of the worker run`,
  noDatabase: 'DATABASE_URL is not set: there is no release log, nor the tokens of the API',
  database: 'answers, and its tables are up to date',
  oldTables: (names: readonly string[]) =>
    `its tables lack ${names.join(', ')}. Worker, bot and web bring them up to date as they start`,
  noSlack: 'there is none: DOBROBOT_SLACK is off',
  slack: 'answers; scopes, release channel and all who are named are in order',
};
