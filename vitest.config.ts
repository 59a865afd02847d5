import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/support/longest-first.ts';
import { patienceMs } from './test/support/patience.ts';

/** The clock of the server that they start jumps over timers. It trips over a busy machine, so they run when all others are done, one at a time. */
const clock = ['test/workflows/{first-signal,gate-reports,given-up,quiet-lock,reminders,windows}.test.ts'];

/** They start processes, or share the servers of `global-setup.ts`. */
const servers = [
  'test/{bench,cli,gate,client,e2e,log,start,worker,workflows}/**/*.test.ts',
  'test/api/*.test.ts',
  'test/fuzz/arrivals.test.ts',
  'test/activities/{slack/card-links,tickets/emulated}.test.ts',
  'test/config/temporal.test.ts',
  'test/doctor/{database,versions}.test.ts',
  'test/web/{answers,changes,page-*,web,web-process}.test.ts',
];

/** Real servers, where CI has brought them: see `.ci/run`. The rest of that folder is run by `npm run test:trackers` alone. */
const debian =
  process.env['TEST_TRACKERS'] === 'debian' ? ['test/trackers/{mediawiki,dokuwiki,redmine}.test.ts'] : [];

/** It takes what `test/server/install.sh` brings, and Temporal as `npm run test:server` has it. */
const fullServer = process.env['TEST_SERVER'] === 'full' ? ['test/server/*.test.ts'] : [];

/** A real Prometheus, likewise. */
const prometheus =
  process.env['TEST_PROMETHEUS'] === 'debian'
    ? ['test/metrics/prometheus.test.ts', 'test/watch/{prometheus,watched}.test.ts']
    : [];

/** A dump and a restore by the clients of Debian, likewise. */
const restore = process.env['TEST_RESTORE'] === 'debian' ? ['test/restore/log.test.ts'] : [];

/** They take what `test/api/install-*.sh` bring: `npm run test:api` brings both, `.ci/run` the first. */
const withTools = ['test/api/schemathesis.test.ts', 'test/api/generated-client.test.ts'];
const withoutTools = withTools.slice({ schemathesis: 1, all: 2 }[process.env['TEST_API'] ?? ''] ?? 0);

/** They put a clock of their own before what is loaded with it, or change the environment: each has a process of its own. */
const alone = [
  'test/activities/{silence,people,slack/saying-it}.test.ts',
  'test/api/identity/issuer-keys.test.ts',
  'test/bot/{listening,catch-up,our-people}.test.ts',
  'test/client/app-home.test.ts',
  'test/config/secret.test.ts',
  'test/serve/still-there.test.ts',
  'test/slack/turns.test.ts',
  'test/texts/readers.test.ts',
  'test/web/{sessions,sign-in}.test.ts',
];

/** Each has processes of its own at work: with more, all are late and none is done sooner. */
const filesAtOnce = 1 + availableParallelism();

/** The SDK puts a call again that a test has given up, after its connection was closed, and nobody can catch what that throws. */
function isCallAfterTheEnd({ message, stack = '' }: { message: string; stack?: string }): boolean {
  const is = message === 'Channel has been shut down' && stack.includes('grpc-retry');
  if (is) console.log(`A call that was put again after the end of its connection: ${stack}`);
  return is;
}

export default defineConfig({
  test: {
    watch: false,
    pool: 'forks',
    maxWorkers: filesAtOnce,
    sequence: { sequencer: LongestFirst },
    setupFiles: 'test/support/setup-file.ts',
    testTimeout: 300_000,
    hookTimeout: 240_000,
    teardownTimeout: 20_000,
    expect: { poll: { timeout: patienceMs } },
    onUnhandledError: (error) => !isCallAfterTheEnd(error),
    projects: [
      {
        extends: true,
        test: {
          name: 'debian',
          include: [...debian, ...prometheus, ...restore],
          globalSetup: 'test/support/global-setup.ts',
        },
      },
      {
        extends: true,
        test: {
          name: 'pure',
          include: ['test/**/*.test.ts'],
          exclude: [
            ...servers,
            ...clock,
            ...alone,
            'test/{kubernetes,metrics,restore,server,steps,trackers,upgrade,watch}/**',
          ],
          // To load what they test takes longer than to test it: a process takes one file after the other.
          isolate: false,
        },
      },
      {
        extends: true,
        test: { name: 'alone', include: alone, exclude: servers },
      },
      {
        extends: true,
        test: {
          name: 'servers',
          include: [...servers, ...fullServer],
          exclude: [...clock, ...withoutTools],
          globalSetup: 'test/support/global-setup.ts',
        },
      },
      {
        extends: true,
        test: {
          name: 'clock',
          include: clock,
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
          testTimeout: 60_000,
          // That server may stand still for good when a timer is cancelled as it fires: temporalio/sdk-java issues 2606 and 3088.
          retry: 2,
        },
      },
    ],
  },
});
