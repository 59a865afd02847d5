import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { reasonOf } from '../../domain/reason-of.ts';
import { runWords } from '../../texts/cli-run.ts';
import { exitCodeOfSignal } from './signals.ts';
import type { Signals } from './signals.ts';

/** How the command ended. */
export interface Ended {
  /** As a shell reports it. */
  readonly exitCode: number;
  /** What went wrong; null if nothing did. */
  readonly wrong: string | null;
}

/**
 * Runs the command with our stdin, stdout and stderr until it ends. Signals sent to us are forwarded. Sends it SIGTERM when `stop` aborts.
 */
export function runCommand(
  [file = '', ...args]: readonly string[],
  env: NodeJS.ProcessEnv,
  signals: Signals,
  stop: AbortSignal,
): Promise<Ended> {
  return new Promise<Ended>((resolve, reject) => {
    // `spawn` itself throws for a name that no system takes, such as an empty one, and for some system errors.
    const child = spawn(file, args, { stdio: 'inherit', env });
    signals.listen((signal) => {
      // Ctrl-C in a terminal reaches the command directly; on a second SIGINT many programs drop everything.
      if (signal !== 'SIGINT' || !hasTerminal()) child.kill(signal);
    });
    const end = () => child.kill('SIGTERM');
    stop.addEventListener('abort', end);
    child.on('error', (error) => {
      // A command that runs as another user, such as root, cannot be signalled and runs on.
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

/** Whether Ctrl-C may be typed at a terminal, even if stdin is a pipe. */
function hasTerminal(): boolean {
  try {
    closeSync(openSync('/dev/tty', 'r'));
    return true;
  } catch {
    return process.stdin.isTTY;
  }
}
