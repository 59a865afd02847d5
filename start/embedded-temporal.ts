import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import { startChild, untilReady, type Child } from './child.ts';
import { projectRoot, without } from './project.ts';

export interface TemporalOptions {
  /** The path of the Temporal CLI. */
  readonly cli: string;
  readonly port: number;
  /** Null: no Web UI. */
  readonly uiPort: number | null;
  /** The file for its state; null: in memory only. */
  readonly dbFile: string | null;
  readonly namespace: string;
  /** Further command-line arguments. */
  readonly flags?: readonly string[];
}

export interface EmbeddedTemporal {
  readonly child: Child;
  readonly address: string;
  /** The environment for clients. */
  readonly env: TemporalEnvironment;
}

export interface TemporalEnvironment {
  readonly TEMPORAL_ADDRESS: string;
  readonly TEMPORAL_NAMESPACE: string;
  /** Names no file: a profile in the user's home folder would add another server's keys. */
  readonly TEMPORAL_CONFIG_FILE: string;
}

/** How long closed workflows are kept. The server's default is a day. */
const retention = '30 days';

/** A missing file: to the SDK that means no profiles, while an empty file makes it fail. */
const noProfile = join(projectRoot, 'start', 'no-profile.toml');

export function temporalEnvironment(address: string, namespace: string): TemporalEnvironment {
  return { TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: namespace, TEMPORAL_CONFIG_FILE: noProfile };
}

/**
 * How many workflow tasks in a row have to fail or time out before Temporal lists the workflow as failing. The default of five takes a
 * minute.
 */
const problemsShownAfter = 'system.numConsecutiveWorkflowTaskProblemsToTriggerSearchAttribute';

/**
 * Starts a Temporal development server on the loopback interface, ready for workers.
 * @throws StartError if it does not answer within 30 s
 */
export async function startEmbeddedTemporal(options: TemporalOptions): Promise<EmbeddedTemporal> {
  const { cli, port, uiPort, dbFile, namespace, flags = [] } = options;
  if (dbFile !== null) await mkdir(dirname(dbFile), { recursive: true });
  const child = await startChild({
    name: 'Temporal',
    command: cli,
    args: [
      ...['server', 'start-dev', '--ip', '127.0.0.1', '--port', String(port)],
      ...['--namespace', namespace, '--log-level', 'error'],
      ...(uiPort === null ? ['--headless'] : ['--ui-port', String(uiPort)]),
      ...(dbFile === null ? [] : ['--db-filename', dbFile]),
      ...['--dynamic-config-value', `${problemsShownAfter}=2`],
      ...flags,
    ],
    env: without(process.env, 'TEMPORAL'),
  });
  const address = `127.0.0.1:${port}`;
  await untilReady(child, () => temporalAnswers(address, namespace, uiPort), 30_000);
  return { child, address, env: temporalEnvironment(address, namespace) };
}

async function temporalAnswers(address: string, namespace: string, uiPort: number | null): Promise<boolean> {
  const connection = await Connection.connect({ address, connectTimeout: 1_000 });
  try {
    await connection.workflowService.updateNamespace({
      namespace,
      config: { workflowExecutionRetentionTtl: msToTs(retention) },
    });
    return uiPort === null || (await fetch(`http://127.0.0.1:${uiPort}`)).ok;
  } finally {
    await connection.close();
  }
}
