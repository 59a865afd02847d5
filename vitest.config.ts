import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/support/longest-first.ts';
import { patienceMs } from './test/support/patience.ts';

/** These use the time-skipping test server, which fails on a busy machine: they run last, one at a time. */
const clock = ['test/workflows/{first-signal,gate-reports,given-up,quiet-lock,reminders,windows}.test.ts'];

/** These start processes or share the servers of `global-setup.ts`. */
const servers = [
  'test/{bench,cli,gate,client,e2e,log,start,worker,workflows}/**/*.test.ts',
  'test/api/*.test.ts',
  'test/fuzz/arrivals.test.ts',
  'test/activities/{slack/card-links,tickets/emulated}.test.ts',
  'test/config/temporal.test.ts',
  'test/doctor/{database,versions}.test.ts',
  'test/web/{answers,changes,page-*,web,web-process}.test.ts',
];

/** Tests on real servers that CI has installed, see `.ci/run`. `npm run test:trackers` runs the whole folder. */
const debian =
  process.env['TEST_TRACKERS'] === 'debian' ? ['test/trackers/{mediawiki,dokuwiki,redmine}.test.ts'] : [];

/** Needs what `test/server/install.sh` installs, and Temporal as `npm run test:server` starts it. */
const fullServer = process.env['TEST_SERVER'] === 'full' ? ['test/server/*.test.ts'] : [];

/** Needs a real Prometheus, installed by CI as well. */
const prometheus =
  process.env['TEST_PROMETHEUS'] === 'debian'
    ? ['test/metrics/prometheus.test.ts', 'test/watch/{prometheus,watched}.test.ts']
    : [];

/** Dumps and restores with Debian's PostgreSQL clients, installed by CI as well. */
const restore = process.env['TEST_RESTORE'] === 'debian' ? ['test/restore/log.test.ts'] : [];

/** These need what `test/api/install-*.sh` install: `npm run test:api` both, `.ci/run` the first. */
const withTools = ['test/api/schemathesis.test.ts', 'test/api/generated-client.test.ts'];
const withoutTools = withTools.slice({ schemathesis: 1, all: 2 }[process.env['TEST_API'] ?? ''] ?? 0);

/** These replace the clock before loading what they test, or change the environment: each runs in its own process. */
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

/** Each file has processes of its own: with more files at once, all get slower and none finishes sooner. */
const filesAtOnce = 1 + availableParallelism();

/** When a test abandons a call and closes the connection, the SDK's retry throws where nobody can catch it. */
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
          // Loading takes longer than testing here, so one process runs many files.
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
          // The server may hang for good when a timer is cancelled as it fires: temporalio/sdk-java issues 2606 and 3088.
          retry: 2,
        },
      },
    ],
  },
});
