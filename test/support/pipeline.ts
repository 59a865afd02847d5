import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { projectRoot, without } from '../../start/project.ts';

/** `dobrobot` as a pipeline runs it: in a process group of its own. */
export interface Pipeline {
  readonly pid: number;
  readonly out: () => string;
  readonly err: () => string;
  /** Its exit code; null if a signal ended it. */
  readonly ended: Promise<number | null>;
  /** Signals the process alone. */
  readonly kill: (signal: NodeJS.Signals) => void;
  /** Signals what it runs as well. */
  readonly killAll: (signal: NodeJS.Signals) => void;
}

export function startPipeline(words: readonly string[], env: Readonly<Record<string, string>>): Pipeline {
  const child = spawn(process.execPath, [join(projectRoot, 'cli', 'dobrobot.mjs'), ...words], {
    env: { ...without(process.env, 'TEMPORAL', 'SLACK', 'DOBROBOT', 'DATABASE'), ...env },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (data: Buffer) => (out += data.toString()));
  child.stderr.on('data', (data: Buffer) => (err += data.toString()));
  const pid = child.pid ?? -1;
  return {
    pid,
    out: () => out,
    err: () => err,
    ended: once(child, 'exit').then(([code]) => code as number | null),
    kill: (signal) => child.kill(signal),
    killAll: (signal) => {
      try {
        process.kill(-pid, signal);
      } catch {
        // It has gone.
      }
    },
  };
}
