import type { Client } from '@temporalio/client';
import { failingTasks, whyFailing } from '../client/failing-tasks.ts';
import { openLocks } from '../client/open-locks.ts';
import { reach } from '../client/reach.ts';
import { retentionMs } from '../client/retention.ts';
import { configurations } from '../client/configurations.ts';
import { workersAtWork } from '../client/workers.ts';
import { connectClient, lazyConnection } from '../config/temporal.ts';
import { criticalOf } from '../domain/components.ts';
import { namesLeftOut, withNamesKept } from '../domain/former-names.ts';
import { whyStaying } from '../domain/lock/staying.ts';
import { componentOfLock, lockIdOf } from '../domain/messages/workflows.ts';
import { reasonOf } from '../domain/reason-of.ts';
import type { Configuration } from '../config/load-settings.ts';
import type { Settings } from '../domain/settings.ts';
import { differingPaths } from '../texts/configurations.ts';
import { doctorWords } from '../texts/doctor.ts';
import { textsIn } from '../texts/index.ts';
import { plainText } from '../texts/plain-text.ts';
import { missingAttributesText, missingSearchAttributes } from '../worker/search-attributes.ts';
import { bySettings, diagnose, ok, unknown, wrong } from './diagnosis.ts';
import type { Diagnosis } from './diagnosis.ts';
import { diagnosePinned, diagnoseVersions } from './versions.ts';

const answerWithinMs = 5000;
const dayMs = 24 * 3_600_000;
/** The log may be down over a weekend and is repaired from Temporal's histories. */
const shortestRetentionMs = 7 * dayMs;
const mostNamed = 10;

/** Checks Temporal. `file` is null if the configuration cannot be read; `settings` if, in addition, no running one is known. */
export async function diagnoseTemporal(
  file: Configuration | null,
  settings: Settings | null,
): Promise<readonly Diagnosis[]> {
  const { client, connection } = await connectClient(lazyConnection);
  try {
    const reached = await lookAtAddress(client, connection.options.address);
    if (reached.state !== 'ok') return [reached];
    const looks = await Promise.all([
      diagnose('retention', () => lookAtRetention(client)),
      diagnose('search attributes', () => lookAtAttributes(client)),
      diagnose('worker', () => lookAtWorkers(client)),
      diagnose('versions', () => diagnoseVersions(client)),
      diagnose('pinned', () => diagnosePinned(client)),
      diagnose('running configuration', () => lookAtConfigurations(client, file, settings)),
      diagnose('locks', () => lookAtLocks(client, settings)),
      diagnose('workflow tasks', () => lookAtTasks(client)),
    ]);
    return [reached, ...looks.flat()];
  } finally {
    await connection.close();
  }
}

async function lookAtAddress(client: Client, address: string): Promise<Diagnosis> {
  const { namespace } = client.options;
  try {
    await reach(client, answerWithinMs, () => client.workflowService.describeNamespace({ namespace }));
    return ok('Temporal', doctorWords.temporal(address, namespace));
  } catch (error) {
    return wrong(
      'Temporal',
      `${address}, namespace ${namespace}: ${reasonOf(error)}. TEMPORAL_ADDRESS and TEMPORAL_NAMESPACE name others`,
    );
  }
}

async function lookAtRetention(client: Client): Promise<Diagnosis> {
  const ms = await retentionMs(client);
  return ms >= shortestRetentionMs
    ? ok('retention', doctorWords.retention(Math.floor(ms / dayMs)))
    : wrong('retention', doctorWords.shortRetention(client.options.namespace));
}

async function lookAtAttributes(client: Client): Promise<Diagnosis> {
  const missing = await missingSearchAttributes(client);
  return missing.length === 0
    ? ok('search attributes', doctorWords.attributes)
    : wrong('search attributes', missingAttributesText(client, missing));
}

async function lookAtWorkers(client: Client): Promise<Diagnosis> {
  const identities = await workersAtWork(client);
  return identities.length > 0
    ? ok('worker', doctorWords.workers(identities.length))
    : wrong('worker', doctorWords.noWorker);
}

/** The running configuration, and each file that differs from it: the one here and those of the workers. */
async function lookAtConfigurations(
  client: Client,
  file: Configuration | null,
  settings: Settings | null,
): Promise<readonly Diagnosis[]> {
  const name = 'running configuration';
  const { running, places } = await configurations(client);
  if (running === null) return [unknown(name, doctorWords.noRunning)];
  const others = places.filter(({ version }) => version !== running.version);
  const found = [
    ...(file === null || file.version === running.version
      ? []
      : [wrong(name, doctorWords.otherFile(running, file.version, differingPaths(running, file)))]),
    ...others.map((other) => wrong(name, doctorWords.otherWorker(running, other))),
  ];
  if (file === null && settings !== null) return [ok(name, doctorWords.runningInstead(running)), ...found];
  return found.length > 0 ? found : [ok(name, doctorWords.running(running))];
}

async function lookAtLocks(client: Client, settings: Settings | null): Promise<readonly Diagnosis[]> {
  const open = await openLocks(client);
  const orphaned = [...open].flatMap(([lockId, lock]) =>
    (lock?.orphans ?? []).map(({ ticket }) => ({ component: componentOfLock(lockId), ticket })),
  );
  const { formerNames = {} } = await configurations(client);
  return [
    ...(await bySettings('locks', settings, (known) => [
      locksIn([...open.keys()], withNamesKept(known, namesLeftOut(formerNames, known))),
    ])),
    orphaned.length === 0
      ? ok('orphans', doctorWords.noOrphans)
      : wrong('orphans', doctorWords.orphans(orphaned)),
  ];
}

/** Whether each critical component has a lock, and which locks stay without one. `open`: their workflow IDs. */
function locksIn(open: readonly string[], settings: Settings): Diagnosis {
  const missing = criticalOf(settings.components).filter((component) => !open.includes(lockIdOf(component)));
  const staying = open.map(componentOfLock).flatMap((component) => {
    const why = whyStaying(component, settings);
    return why === null ? [] : [{ component, ...why }];
  });
  return missing.length === 0
    ? ok('locks', doctorWords.locks(staying))
    : wrong('locks', doctorWords.missingLocks(missing));
}

async function lookAtTasks(client: Client): Promise<Diagnosis | readonly Diagnosis[]> {
  const failing = await failingTasks(client, mostNamed);
  if (failing.length === 0) return ok('workflow tasks', doctorWords.tasks);
  return Promise.all(
    failing.map(async (one) => {
      const reason = await whyFailing(client, one);
      const trouble = { type: 'failingTasks', workflowIds: [one.workflowId], count: 1, reason } as const;
      return wrong('workflow tasks', plainText(textsIn('en').setup.trouble(trouble)));
    }),
  );
}
