import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { readPort } from '../config/port.ts';
import { StartError } from './start-error.ts';

export interface PortUse {
  /** What listens on the port, for people. */
  readonly what: string;
  /** The variable that sets the port. */
  readonly variable: string;
  readonly usual: number;
  /** The interface; all of them if absent. */
  readonly host?: string;
}

/** The port for `use`, from the environment or the default. @throws StartError if it is not a port */
export function portOf(use: PortUse, env: NodeJS.ProcessEnv): number {
  const text = env[use.variable] || String(use.usual);
  const port = readPort(text);
  if (port !== null) return port;
  throw new StartError(`${use.variable} is "${text}", which is not a port from 1 to 65535 for ${use.what}.`);
}

/** Checks that all ports are free and distinct. @throws StartError for the first one that is not */
export async function reservePorts(uses: readonly PortUse[], env: NodeJS.ProcessEnv): Promise<void> {
  const held: Server[] = [];
  try {
    for (const use of uses) held.push(await hold(use, portOf(use, env)));
  } finally {
    await Promise.all(held.map((server) => once(server.close(), 'close')));
  }
}

async function hold({ what, variable, host }: PortUse, port: number): Promise<Server> {
  const server = createServer().listen({ port, ...(host !== undefined && { host }) });
  try {
    await once(server, 'listening');
    return server;
  } catch (error) {
    const taken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
    const problem = taken ? 'is taken' : `cannot be used (${(error as Error).message})`;
    throw new StartError(`Port ${port} for ${what} ${problem}; ${variable} moves it.`);
  }
}

/** A port on the loopback interface that is free at the moment. */
export async function freePort(): Promise<number> {
  const server = createServer().listen({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await once(server.close(), 'close');
  return port;
}
