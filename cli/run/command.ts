import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { reasonOf } from '../../domain/reason-of.ts';
import { runWords } from '../../texts/cli-run.ts';
import { exitCodeOfSignal } from './signals.ts';
import type { Signals } from './signals.ts';

/** How COMMAND ended. */
export interface Ended {
  /** As a shell has it. */
  readonly exitCode: number;
  /** What went wrong; null if nothing did. */
  readonly wrong: string | null;
}

/** Runs COMMAND with our own stdin, stdout and stderr, until it has ended. Signals to us are for it; when `stop` aborts, it is asked to end. */
export function runCommand(
  [file = '', ...args]: readonly string[],
  env: NodeJS.ProcessEnv,
  signals: Signals,
  stop: AbortSignal,
): Promise<Ended> {
  return new Promise<Ended>((resolve, reject) => {
    // What no system would take, such as an empty name, is thrown here, and some errors of systems, too.
    const child = spawn(file, args, { stdio: 'inherit', env });
    signals.listen((signal) => {
      // What is typed at a terminal reaches COMMAND by itself; a second SIGINT makes many programs drop everything.
      if (signal !== 'SIGINT' || !hasTerminal()) child.kill(signal);
    });
    const end = () => child.kill('SIGTERM');
    stop.addEventListener('abort', end);
    child.on('error', (error) => {
      // One that runs as another user, such as root, takes no signal of ours, and runs on.
      if (child.pid === undefined) reject(error);
      else console.error(runWords.notStopped(file, reasonFor(error)));
    });
    child.once('exit', (code, signal) => {
      if (signal !== null) resolve({ exitCode: exitCodeOfSignal(signal), wrong: runWords.ended(signal) });
      else resolve({ exitCode: code ?? 1, wrong: code === 0 ? null : runWords.exited(code ?? 1) });
    });
  }).catch((error: unknown) => ({
    exitCode: codeOf(error) === 'ENOENT' ? 127 : 126,
    wrong: runWords.notRun(file, reasonFor(error)),
  }));
}

const codeOf = (error: unknown): string | null =>
  error instanceof Error && 'code' in error ? String(error.code) : null;

const reasonFor = (error: unknown): string => codeOf(error) ?? reasonOf(error);

/** Whether there is a terminal where Ctrl-C may be typed, though stdin be a pipe. */
function hasTerminal(): boolean {
  try {
    closeSync(openSync('/dev/tty', 'r'));
    return true;
  } catch {
    return process.stdin.isTTY;
  }
}
