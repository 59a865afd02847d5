import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { projectRoot, without } from '../../start/project.ts';

export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface Running {
  readonly pid: number;
  readonly out: () => string;
  readonly err: () => string;
  readonly kill: (signal: NodeJS.Signals) => void;
  readonly ended: Promise<Ran>;
}

/** The path of a file in `gate/`. */
export const gate = (...path: readonly string[]): string => join(projectRoot, 'gate', ...path);

/** Starts a program. Of the variable families that it may read, it gets only what `env` names. */
export function start(
  [file = '', ...args]: readonly string[],
  env: Readonly<Record<string, string>>,
  cwd = projectRoot,
): Running {
  const child = spawn(file, args, {
    env: { ...without(process.env, 'TEMPORAL', 'SLACK', 'DOBROBOT', 'DATABASE'), ...env },
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (data: Buffer) => (out += data.toString()));
  child.stderr.on('data', (data: Buffer) => (err += data.toString()));
  return {
    pid: child.pid ?? -1,
    out: () => out,
    err: () => err,
    kill: (signal) => child.kill(signal),
    ended: once(child, 'close').then(([code]) => ({ code: code as number | null, out, err })),
  };
}

export const run = (...asked: Parameters<typeof start>): Promise<Ran> => start(...asked).ended;
