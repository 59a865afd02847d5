import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import { startChild, untilReady, type Child } from './child.ts';
import { projectRoot, without } from './project.ts';

export interface TemporalOptions {
  /** Path of the Temporal CLI. */
  readonly cli: string;
  readonly port: number;
  /** Null: no Web UI. */
  readonly uiPort: number | null;
  /** Where its state outlives it; null: in memory. */
  readonly dbFile: string | null;
  readonly namespace: string;
  /** More of the command line. */
  readonly flags?: readonly string[];
}

export interface EmbeddedTemporal {
  readonly child: Child;
  readonly address: string;
  /** What a client needs to talk to it. */
  readonly env: TemporalEnvironment;
}

export interface TemporalEnvironment {
  readonly TEMPORAL_ADDRESS: string;
  readonly TEMPORAL_NAMESPACE: string;
  /** None: a profile in the user's home folder would add another server's keys. */
  readonly TEMPORAL_CONFIG_FILE: string;
}

/** For how long it remembers what has ended; by itself a day. */
const retention = '30 days';

/** A file that is not there: the SDK takes that for no profiles, and trips over an empty one. */
const noProfile = join(projectRoot, 'start', 'no-profile.toml');

export function temporalEnvironment(address: string, namespace: string): TemporalEnvironment {
  return { TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: namespace, TEMPORAL_CONFIG_FILE: noProfile };
}

/**
 * A Temporal development server on the loopback interface, ready for workers.
 * @throws StartError when it does not answer within 30 s
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
