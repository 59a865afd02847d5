import { setTimeout as pause } from 'node:timers/promises';
import { Client, Connection, defaultGrpcRetryOptions, makeGrpcRetryInterceptor } from '@temporalio/client';
import type { ClientInterceptors, ConnectionOptions } from '@temporalio/client';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import { reasonOf } from '../domain/reason-of.ts';
import { dataConverter } from './data-converter.ts';
import { readSecret, SecretMistake } from './secret.ts';

type ConnectConfig = ReturnType<typeof loadClientConnectConfig>;

const patienceMs = 40_000;
const betweenTriesMs = 1000;

const usually = defaultGrpcRetryOptions();
const soon = defaultGrpcRetryOptions({ initialIntervalMs: () => 25 });

/**
 * Temporal buffers one query for a workflow that is busy and refuses the others. The workflow is done in a few milliseconds, so these are
 * retried soon; the default backoff of one to two seconds is meant for an overloaded server. A query that meets a worker whose cached state
 * differs from the history fails once; then the worker replays, so it is retried once.
 */
export const asksBusyWorkflowsAgain = makeGrpcRetryInterceptor({
  retryableDecider: (attempt, status) =>
    usually.retryableDecider(attempt, status) ||
    (attempt === 1 && status.details.includes('Unexpected notifyHasPatch job')),
  delayFunction: (attempt, status) =>
    (status.details.includes('query buffer is full') ? soon : usually).delayFunction(attempt, status),
});

/** A page of a history may exceed gRPC's default of 4 MB. The SDK sets its own limit under a name that gRPC does not know. */
export const channelArgs = { 'grpc.max_receive_message_length': 128 * 1024 * 1024 };

/** The longest pause before a lazy connection is tried again. */
const reconnectMs = 3000;

/** A connection that is made with the first call, and anew whenever it breaks; `connectClient` takes it. */
export const lazyConnection = (options: ConnectionOptions): Connection =>
  Connection.lazy({
    ...options,
    channelArgs: { ...options.channelArgs, 'grpc.max_reconnect_backoff_ms': reconnectMs },
  });

/** A client for the Temporal that the environment names, and its connection, which the caller closes. `interceptors` trace the client. */
export async function connectClient(
  open: (options: ConnectionOptions) => Connection | Promise<Connection> = (options) =>
    Connection.connect(options),
  interceptors: ClientInterceptors = {},
): Promise<{ client: Client; connection: Connection }> {
  const converter = dataConverter(process.env);
  const { connection, namespace } = await connectTemporal(async (options) =>
    open({ ...options, channelArgs, interceptors: [asksBusyWorkflowsAgain] }),
  );
  return {
    client: new Client({ connection, namespace, dataConverter: converter, interceptors }),
    connection,
  };
}

/** Temporal's own environment configuration, whose secrets may also stand in files. Throws `SecretMistake`. */
export function connectConfig(env: NodeJS.ProcessEnv): ConnectConfig {
  const apiKey = readSecret('TEMPORAL_API_KEY', env);
  if (apiKey !== null && /[^\x21-\x7e]/.test(apiKey))
    throw new SecretMistake('TEMPORAL_API_KEY holds a space, a line break or a letter that no key can have.');
  const tlsKey = readSecret('TEMPORAL_TLS_CLIENT_KEY_DATA', env);
  const secrets = { TEMPORAL_API_KEY: apiKey, TEMPORAL_TLS_CLIENT_KEY_DATA: tlsKey };
  const texts = Object.entries({ ...env, ...secrets }).filter(
    (entry): entry is [string, string] => entry[1] != null,
  );
  return loadClientConnectConfig({ overrideEnvVars: Object.fromEntries(texts) });
}

/**
 * Connects to the Temporal that the environment names, by Temporal's own environment configuration. Tries for 40 s, since everything may
 * start at the same moment; then throws an error that names the address.
 */
export async function connectTemporal<T>(
  connect: (options: ConnectConfig['connectionOptions']) => Promise<T>,
): Promise<{ connection: T; namespace: string }> {
  const { connectionOptions, namespace = 'default' } = connectConfig(process.env);
  const giveUpAt = Date.now() + patienceMs;
  for (;;) {
    try {
      return { connection: await connect(connectionOptions), namespace };
    } catch (cause) {
      if (Date.now() > giveUpAt) {
        const address = connectionOptions.address ?? 'localhost:7233';
        const reason = `Temporal at ${address} cannot be reached: ${reasonOf(cause)}`;
        throw new Error(`${reason}. TEMPORAL_ADDRESS names another.`, { cause });
      }
      await pause(betweenTriesMs);
    }
  }
}
