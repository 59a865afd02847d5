import type { PlaceConfiguration, RunningConfiguration } from '../domain/configurations.ts';
import { iso } from '../domain/iso.ts';
import type { StayingLock } from '../domain/trouble.ts';

/** Texts of `dobrobot doctor`: what it checked, and how to fix what is wrong. For operators, always in English. */
export const doctorWords = {
  doctor:
    'Looks at everything that has to be right, and says how to mend what is not; exit code 1 if anything is wrong',
  ticket: 'also reads this ticket and the pages that it names, as a worker does',
  marks: { ok: 'ok     ', wrong: 'WRONG  ', unknown: '?      ' },
  sum: (wrong: number, unknown: number) =>
    `${wrong === 0 ? 'Nothing is wrong' : `${wrong} wrong`}${unknown === 0 ? '' : `, ${unknown} that cannot be told`}.`,
  cannotTell: (reason: string) => `cannot be told: ${reason}`,
  lacksKey: (reason: string) =>
    `${reason} Give it to doctor and to every process; what waits goes on by itself then. Terminate nothing`,
  configuration: (path: string, version: string) => `${path} can be read; its version is ${version}`,
  noConfiguration: 'cannot be told: the configuration cannot be read, and none that runs is known',
  runningInstead: (running: RunningConfiguration) =>
    `${doctorWords.running(running)}; as the file here cannot be read, all else is looked at by that one`,
  running: ({ version, at, place }: RunningConfiguration) =>
    `${version}, which ${place} introduced at ${iso(at)}`,
  noRunning: 'no worker has introduced one yet',
  otherFile: ({ version, place }: RunningConfiguration, own: string, paths: string) =>
    `${version} of ${place} runs, not this file, ${own}; they differ in ${paths}. "dobrobot config diff" shows how`,
  otherWorker: ({ version }: RunningConfiguration, other: PlaceConfiguration) =>
    `the worker with ${other.place} has had another file, ${other.version}, since ${iso(other.since)}; it goes by ${version} instead. Give all workers the same file`,
  secrets: 'every secret that the configuration names is set',
  temporal: (address: string, namespace: string) => `answers at ${address}, namespace ${namespace}`,
  retention: (days: number) => `what has ended is remembered for ${days} days`,
  shortRetention: (namespace: string) =>
    `what has ended is forgotten within a week, and with it what "dobrobot log verify" repairs the log from: temporal operator namespace update --retention 30d --namespace ${namespace}`,
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
          nameLeftOut: `is called ${now.join(', ')} now (the configuration no longer says so)`,
        };
        return `${component} ${because[why]}, and its lock stays until nobody has to do with it`;
      }),
    ].join('; '),
  missingLocks: (components: readonly string[]) =>
    `${components.join(', ')} have none that is open. A worker starts them, within locks.checkEvery; if it does not, its log says why`,
  noOrphans: 'no lock is held by a release that has ended',
  orphans: (locks: readonly { readonly component: string; readonly ticket: string }[]) =>
    `${locks.map(({ component, ticket }) => `${component} by ${ticket}`).join(', ')}: held by releases that ended on production without a word. Once it is safe: npx dobrobot unlock COMPONENT REASON`,
  tasks: 'none fails',
  clocks: (names: readonly string[]) => `this machine's agrees with ${names.join(', ')}`,
  clocksDiffer: (clocks: readonly { readonly name: string; readonly aheadMs: number }[]) =>
    `${clocks.map(clockText).join(', ')}. Beyond 30 s identity tokens and signed webhooks are refused, and what was said lately is taken for old: set it by NTP, such as timedatectl set-ntp true`,
  noClock: 'nobody tells the time',
  calendar: (name: string, events: number) =>
    `${name} can be read; it has ${events} events in the next two weeks`,
  calendarAway: (name: string, reason: string) =>
    `${name} cannot be read: ${reason}. What workers read of it last counts meanwhile`,
  noSlack: 'there is none: DOBROBOT_SLACK is off',
  slack: 'answers; scopes, channels and all who are named are in order',
};

const clockText = ({ name, aheadMs }: { readonly name: string; readonly aheadMs: number }): string =>
  `${name} is ${Math.round(Math.abs(aheadMs) / 1000)} s ${aheadMs > 0 ? 'ahead of' : 'behind'} this machine`;
