import { getHeapStatistics } from 'node:v8';
import type { Client } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { createActivities } from '../activities/activities.ts';
import type { SlackContext } from '../activities/activities.ts';
import { Pace } from '../activities/slack/pace.ts';
import { sharedThrough } from '../client/configurations.ts';
import { workerIdentity } from '../client/workers.ts';
import { databaseUrl } from '../config/database.ts';
import { configPath } from '../config/load-settings.ts';
import type { Serve } from '../config/main.ts';
import { logsJson, writeJson } from '../config/log-format.ts';
import { missingSecrets } from '../config/secrets.ts';
import { RunningSettings, placeOf } from '../config/settings-source.ts';
import type { SettingsSource } from '../config/settings-source.ts';
import { isSlackOff, messagesPerSecond, slackAccess } from '../config/slack.ts';
import { webUrl } from '../config/web.ts';
import { connectClient, connectTemporal } from '../config/temporal.ts';
import { countRateLimits, countTrackerErrors } from '../health/counters.ts';
import { serveHealth } from '../health/health.ts';
import type { Health, Exposed } from '../health/health.ts';
import { calendarMetrics } from '../health/calendar-metrics.ts';
import { configurationMetrics, tellConfiguration } from '../health/configuration-metrics.ts';
import { logMetrics } from '../health/log-metrics.ts';
import { database, polling, temporal } from '../health/needs.ts';
import type { Need } from '../health/needs.ts';
import { releaseMetrics } from '../health/release-metrics.ts';
import { sdkMetrics } from '../health/sdk-metrics.ts';
import { tracing } from '../health/tracing.ts';
import { Undelivered, undeliveredMetrics } from '../health/undelivered.ts';
import { MethodTurns, PacedClient } from '../slack/paced-client.ts';
import { ReleaseLog } from '../log/release-log.ts';
import type { CalendarsNow } from '../domain/calendar/calendar-windows.ts';
import { taskQueue } from '../domain/messages/workflows.ts';
import { configurationWords } from '../texts/configurations.ts';
import { missingSecretText } from '../texts/missing-secret.ts';
import { cachedWorkflows } from './cached-workflows.ts';
import { Watches } from '../client/watches.ts';
import { lockReconciler, alignLocks } from './lock-reconciler.ts';
import type { OnForgotten } from './bring-into-line.ts';
import { configurationReconciler, introduceFile } from './share-configuration.ts';
import { deploymentOf } from './deployment.ts';
import { rarely, reconcileAgain } from './reconcile-again.ts';
import { registerSearchAttributes } from './search-attributes.ts';
import { scheduleReconciler } from './schedule-reconciler.ts';
import { setupReconciler } from './setup-reconciler.ts';
import { elsewhere } from './elsewhere.ts';
import type { Elsewhere } from './elsewhere.ts';
import { endReconciler } from './end-reconciler.ts';
import { watchReconciler } from './watch-reconciler.ts';
import { watchTasks } from './watch-tasks.ts';
import { workflowOptions } from './workflow-bundle.ts';

/** How long running tasks have at shutdown; another worker finishes a delivery to Slack that takes longer. */
const graceTime = '10 seconds';

interface Parts extends Elsewhere {
  readonly client: Client;
  readonly slack: SlackContext | null;
  readonly log: ReleaseLog | null;
  readonly undelivered: Undelivered;
  readonly settingsNow: SettingsSource;
}

/** Connects, and creates the worker that runs the workflows of releases and locks. */
export async function start(): Promise<Serve> {
  const logger = makeLogger();
  const health = await serveHealth(process.env);
  const sdk = health && (await sdkMetrics());
  Runtime.install({
    logger,
    shutdownSignals: [],
    telemetryOptions: { ...sdk?.options, ...(logsJson(process.env) && { logging: throughLogger }) },
  });
  const traces = await tracing('worker', process.env);
  const connecting = connectClient(undefined, traces?.client);
  const settings = runningSettings(connecting, (next) => calendars.now(next), logger);
  const settingsNow = settings.now;
  for (const secret of missingSecrets(await settingsNow(), process.env))
    logger.warn(missingSecretText(secret));
  const page = webUrl(process.env);
  const log = openLog(logger);
  const slack = openSlack();
  const { calendars, onCall } = elsewhere(log, slack?.client ?? null, logger);
  const undelivered = new Undelivered();
  const ending = new AbortController();
  const [{ connection, namespace }, { client, connection: ofClient }, ours] = await Promise.all([
    connectTemporal((options) => NativeConnection.connect(options)),
    connecting,
    workflowOptions({ traced: traces !== null }),
  ]);
  await registerSearchAttributes(client);
  await alignLocks(client, await settingsNow(), calendars.now);

  const worker = await Worker.create({
    connection,
    namespace,
    taskQueue,
    identity: workerIdentity(placeOf(configPath(process.env))),
    ...ours,
    ...deploymentOf(process.env),
    activities: createActivities({
      ...{ client, slack, releaseLog: log, calendarsNow: calendars.now, page, ending: ending.signal },
      settingsNow: async () => onCall.in(await settingsNow()),
      ...(health && { onTrackerError: countTrackerErrors(health.registry) }),
    }),
    interceptors: { activity: [undelivered.interceptor, ...(traces ? [traces.worker.activity] : [])] },
    ...(traces && { sinks: traces.worker.sinks }),
    maxCachedWorkflows: cachedWorkflows(getHeapStatistics().heap_size_limit / 2 ** 20),
    // Deliveries that wait for Slack's rate limits only wait; lookups for the rules must not queue up behind them.
    maxConcurrentActivityTaskExecutions: 2000,
    shutdownGraceTime: graceTime,
    // Heartbeats record how far deliveries are; what a killed worker did not record is searched for in Slack.
    maxHeartbeatThrottleInterval: '2 seconds',
  });
  const parts = { client, slack, log, undelivered, settingsNow, calendars, onCall };
  const needs = [temporal(client, ofClient.options.address), polling(client, worker)];
  if (health !== null) showHealth(health, parts, settings, needs, sdk?.read);
  return async (end) => {
    end.addEventListener('abort', () => {
      health?.ends();
      ending.abort();
      worker.shutdown();
    });
    const looks = looksAround(parts, settings, logger, end);
    await Promise.all([worker.run(), ...looks]);
    await Promise.all([connection.close(), ofClient.close(), traces?.end()]);
    await log?.close();
  };
}

/** The configuration that this worker has and that all workers agree on. */
function runningSettings(
  connecting: ReturnType<typeof connectClient>,
  calendarsNow: CalendarsNow,
  logger: DefaultLogger,
): RunningSettings {
  const path = configPath(process.env);
  const settings: RunningSettings = new RunningSettings(path, {
    introduces: true,
    prepare: async (next) => {
      const { client } = await connecting;
      await introduceFile(client, settings);
      await alignLocks(client, next, calendarsNow);
    },
    ...sharedThrough(connecting, placeOf(path), (error) => {
      logger.error(configurationWords.mistake(error));
    }),
    onOther: (running, file) => {
      logger.warn(configurationWords.other(running, file));
    },
  });
  return settings;
}

/** The loops of a worker besides its tasks, until the end. They are separate, so that neither a lock nor the log holds up the others. */
function looksAround(
  { client, slack, log, settingsNow, calendars, onCall }: Parts,
  settings: RunningSettings,
  logger: DefaultLogger,
  end: AbortSignal,
): readonly Promise<void>[] {
  const page = webUrl(process.env);
  const failing = (what: string) => (error: unknown) => {
    if (!end.aborted) logger.warn(what, { error });
  };
  const locksLeft = failing('The locks could not be looked after');
  const forgotten: OnForgotten = (releaseId, component) => {
    logger.warn(`The lock of ${component} had forgotten ${releaseId}: it is in its line again`);
  };
  const again = (reconcile: Parameters<typeof reconcileAgain>[3], onError: (error: unknown) => void) =>
    reconcileAgain(client, settingsNow, end, reconcile, onError);
  return [
    watchTasks(client, logger, end),
    ...(slack === null
      ? []
      : [
          again(
            setupReconciler({ slack: slack.client, client, page, logger }),
            failing('The setup could not be checked; it is tried again'),
          ),
        ]),
    again(
      configurationReconciler(client, settings),
      failing('Nobody could be told which configuration is here'),
    ),
    again(lockReconciler(client, calendars.now, locksLeft, forgotten), locksLeft),
    again(
      rarely(watchReconciler(client, new Watches(client))),
      failing('The watches could not be looked after'),
    ),
    again((now) => calendars.refresh(now), failing('The calendars could not be looked after')),
    again((now) => onCall.refresh(now), failing('Nobody could ask who is on call')),
    again(
      scheduleReconciler(client),
      failing('The schedules of digest and report could not be looked after'),
    ),
    ...(log === null
      ? []
      : [
          again(
            endReconciler(client, log),
            failing('The log could not be told of releases that ended without a word'),
          ),
        ]),
  ];
}

/** Publishes health and metrics. `more`: further metrics, as text. */
function showHealth(
  health: Health,
  { client, slack, log, undelivered, settingsNow, calendars }: Parts,
  settings: RunningSettings,
  needs: readonly Need[],
  more: Exposed['more'],
): void {
  const { registry } = health;
  if (slack !== null) countRateLimits(registry, slack.client);
  tellConfiguration(registry, settings);
  health.show({
    needs: [...needs, ...database(log)],
    sources: [
      releaseMetrics(registry, client),
      configurationMetrics(registry, client),
      undeliveredMetrics(registry, client, undelivered, { slack: slack !== null }),
      ...(log === null ? [] : [logMetrics(registry, log)]),
      calendarMetrics(registry, async () => calendars.states(await settingsNow())),
    ],
    ...(more && { more }),
  });
}

/** Sends the messages of Temporal's core through our logger, too. */
const throughLogger = { forward: {}, filter: { core: 'WARN', other: 'ERROR' } } as const;

function makeLogger(): DefaultLogger {
  if (!logsJson(process.env)) return new DefaultLogger('WARN');
  return new DefaultLogger('WARN', ({ level, message, meta, timestampNanos }) => {
    const at = Number(timestampNanos / 1_000_000n);
    const named = level.toLowerCase() as Lowercase<typeof level>;
    writeJson('worker', { level: named, message, at, facts: meta ?? {} });
  });
}

/** Null if Slack is off. */
function openSlack(): SlackContext | null {
  if (isSlackOff(process.env)) return null;
  const { botToken, apiUrl } = slackAccess(process.env);
  const speed = messagesPerSecond(process.env);
  const turns = new MethodTurns(speed);
  // Temporal retries.
  const options = {
    ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }),
    retryConfig: { retries: 0 },
    timeout: 10_000,
  };
  const client = new PacedClient(botToken, options, turns);
  return { client, pace: new Pace(client, speed, turns) };
}

/** The release log, if there is a database for it. Releases work without it, and while it is down. */
function openLog(logger: DefaultLogger): ReleaseLog | null {
  const url = databaseUrl(process.env);
  if (url === null) {
    logger.warn('DATABASE_URL is not set, so there is no release log');
    return null;
  }
  const log = new ReleaseLog(url, (error) => {
    logger.warn(`The connection to the release log broke: ${error.message}`);
  });
  log.database().catch((error: unknown) => {
    logger.warn('The database of the release log does not answer; it is tried again when it is needed', {
      error,
    });
  });
  return log;
}
