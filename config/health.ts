import { readPort } from './port.ts';

/** Where a process serves health and metrics. */
export interface HealthDoor {
  readonly host: string;
  readonly port: number;
}

const usualHost = '127.0.0.1';

/** Reads `DOBROBOT_HEALTH_PORT` and `DOBROBOT_HEALTH_HOST`; null if they are not served. Throws an error that names what is wrong. */
export function healthDoor(env: NodeJS.ProcessEnv): HealthDoor | null {
  const text = env['DOBROBOT_HEALTH_PORT'];
  if (!text) return null;
  const port = readPort(text);
  if (port === null)
    throw new Error(`DOBROBOT_HEALTH_PORT is "${text}", which is not a port from 1 to 65535.`);
  return { host: env['DOBROBOT_HEALTH_HOST'] || usualHost, port };
}

/** The error for an address that cannot be bound. */
export function healthDoorClosed({ host, port }: HealthDoor, cause: unknown): Error {
  const { code, message } = cause as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE' || code === 'EACCES') {
    const reason = code === 'EADDRINUSE' ? 'is taken' : 'may not be used';
    return new Error(
      `Port ${port} for health and metrics ${reason}; DOBROBOT_HEALTH_PORT names another, of its own for each process.`,
      { cause },
    );
  }
  return new Error(
    `Health and metrics cannot be served at ${host} (${message}); DOBROBOT_HEALTH_HOST names the interface.`,
    { cause },
  );
}

/** Whether traces are exported, by `OTEL_EXPORTER_OTLP_ENDPOINT`. Throws an error that names what is wrong with it. */
export function tracesGo(env: NodeJS.ProcessEnv): boolean {
  const text = env['OTEL_EXPORTER_OTLP_ENDPOINT'];
  if (!text) return false;
  if (/^https?:\/\//.test(text) && URL.canParse(text)) return true;
  throw new Error(
    `OTEL_EXPORTER_OTLP_ENDPOINT is ${JSON.stringify(text)}, which is not an address such as http://localhost:4318.`,
  );
}
