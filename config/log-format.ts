import { writeSync } from 'node:fs';
import { format } from 'node:util';
import { releaseOfWorkflow } from '../domain/messages/workflows.ts';

/** Whether log lines are JSON objects, from `LOG_FORMAT`. Throws an error that names what is wrong. */
export function logsJson(env: NodeJS.ProcessEnv): boolean {
  const text = env['LOG_FORMAT'] || 'text';
  if (text === 'text' || text === 'json') return text === 'json';
  throw new Error(`LOG_FORMAT is ${JSON.stringify(text)}, which is neither text nor json.`);
}

export type Level = 'trace' | 'debug' | 'info' | 'warn' | 'error';

interface Entry {
  readonly level: Level;
  readonly message: string;
  /** Epoch ms. */
  readonly at: number;
  /** Structured data, such as `workflowId`. */
  readonly facts?: Readonly<Record<string, unknown>>;
}

const [stdout, stderr] = [1, 2];

/** Writes a log line of `process`. Adds the ticket if the workflow is that of a release. */
export function writeJson(process: string, { level, message, at, facts = {} }: Entry): void {
  const { workflowId } = facts;
  const ticket = typeof workflowId === 'string' ? releaseOfWorkflow(workflowId) : null;
  const line = {
    time: new Date(at).toISOString(),
    level,
    process,
    message,
    ...(ticket === null ? {} : { ticket }),
    ...facts,
  };
  writeSync(
    level === 'info' || level === 'debug' || level === 'trace' ? stdout : stderr,
    `${inJson(line)}\n`,
  );
}

function inJson(line: object): string {
  const above: object[] = [];
  return JSON.stringify(line, function (this: object, _, value: unknown) {
    if (typeof value === 'bigint') return String(value);
    if (typeof value !== 'object' || value === null) return value;
    // Keeps only the ancestors of this value, to detect a value that contains itself.
    while (above.length > 0 && above.at(-1) !== this) above.pop();
    if (above.includes(value)) return '…';
    above.push(value);
    return value instanceof Error ? told(value) : value;
  });
}

const told = ({ name, message, stack, cause }: Error) => ({
  name,
  message,
  stack,
  ...(cause === undefined ? {} : { cause }),
});

/** Turns everything written to the console, and each warning of Node, into such lines. So does the error that ends the process. */
export function consoleInJson(process: string): void {
  const writer =
    (level: Level) =>
    (...said: readonly unknown[]) => {
      const error = said.find((one) => one instanceof Error);
      const words = said.filter((one) => one !== error);
      const message = words.length > 0 ? format(...words).replace(/:\s*$/, '') : (error?.message ?? '');
      writeJson(process, {
        ...{ level, message, at: Date.now() },
        ...(error === undefined ? {} : { facts: { error } }),
      });
    };
  const levels = {
    log: 'info',
    info: 'info',
    warn: 'warn',
    error: 'error',
    debug: 'debug',
    trace: 'trace',
  } as const;
  for (const [name, level] of Object.entries(levels)) Object.assign(console, { [name]: writer(level) });
  globalThis.process.removeAllListeners('warning');
  globalThis.process.on('warning', (warning) => {
    console.warn(warning);
  });
  globalThis.process.on('uncaughtException', (error) => {
    console.error(error);
    globalThis.process.exit(1);
  });
}
