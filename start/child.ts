import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { guardGroup, killGroup } from './process-group.ts';
import { projectRoot } from './project.ts';
import { StartError } from './start-error.ts';

/** Enough for an error with its causes. */
const keptLines = 60;
const shownLines = 10;

export interface ChildOptions {
  /** The name shown to people: `worker`, `Temporal`. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** The working directory; the project root by default. */
  readonly cwd?: string | undefined;
  /** The user to run as; ours by default. */
  readonly user?: { readonly uid: number; readonly gid: number };
  /** The signal of `stop`; SIGTERM by default. */
  readonly stopSignal?: NodeJS.Signals;
  /** The line on stdout that marks the process as ready. Also recognized as the `message` of a JSON line. */
  readonly readyLine?: string;
  /** Gets every other line of stdout and stderr. */
  readonly onLine?: ((line: string) => void) | undefined;
}

/** A running process in a process group of its own, so that a Ctrl-C in the terminal reaches only us. */
export interface Child {
  readonly name: string;
  readonly pid: number;
  /** Resolves to how the process ended, once it and all its descendants have gone. Never rejects. */
  readonly ended: Promise<string>;
  isReady(): boolean;
  lastLines(): readonly string[];
  /** Sends the stop signal and, after `graceMs`, kills it. Resolves when it has gone. */
  stop(graceMs?: number): Promise<void>;
  /** Kills it and its descendants at once, like a crash. Resolves when it has gone. */
  kill(): Promise<void>;
}

const living = new Set<Child>();

/** The children of this process that are still running, youngest first. */
export function livingChildren(): readonly Child[] {
  return [...living].reverse();
}

/** @throws StartError if the command cannot be run at all */
export async function startChild(options: ChildOptions): Promise<Child> {
  const { name, command, args, env, user, stopSignal = 'SIGTERM' } = options;
  const running = spawn(command, args, {
    cwd: options.cwd ?? projectRoot,
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...user,
  });
  await once(running, 'spawn').catch((error: unknown) => {
    throw new StartError(`Cannot run ${name}: ${String(error)}`);
  });
  const { pid } = running;
  if (pid === undefined) throw new StartError(`Cannot run ${name}.`);

  const dismissGuard = guardGroup(pid);
  running.once('exit', () => {
    killGroup(pid);
    dismissGuard();
  });
  const ended = new Promise<string>((resolve) => {
    running.once('close', (code, signal) => {
      living.delete(child);
      resolve(signal ?? `exit code ${code ?? 0}`);
    });
  });
  const output = follow(running.stdout, running.stderr, options);

  const kill = async () => {
    if (running.exitCode === null && running.signalCode === null) killGroup(pid);
    await ended;
  };
  const stop = async (graceMs = 15_000) => {
    running.kill(stopSignal);
    await Promise.race([ended, sleep(graceMs, undefined, { ref: false })]);
    await kill();
  };
  const child: Child = { name, pid, ended, ...output, stop, kill };
  living.add(child);
  return child;
}

function follow(
  stdout: NodeJS.ReadableStream,
  stderr: NodeJS.ReadableStream,
  { readyLine, onLine }: ChildOptions,
): Pick<Child, 'isReady' | 'lastLines'> {
  const lines: string[] = [];
  let ready = false;
  const keep = (line: string) => {
    lines.push(line);
    if (lines.length > keptLines) lines.shift();
    onLine?.(line);
  };
  createInterface(stderr).on('line', keep);
  createInterface(stdout).on('line', (line) => {
    if (readyLine !== undefined && messageOf(line) === readyLine) ready = true;
    else keep(line);
  });
  return { isReady: () => ready, lastLines: () => [...lines] };
}

/** The message of a log line, which may be JSON. */
function messageOf(line: string): string {
  if (!line.startsWith('{')) return line;
  try {
    const { message } = JSON.parse(line) as { readonly message?: unknown };
    return typeof message === 'string' ? message : line;
  } catch {
    return line;
  }
}

/**
 * Waits until `answers` is true. A rejection counts as false.
 * @throws StartError if the process ends first, or is killed because it has not answered within `timeoutMs`
 */
export async function untilReady(
  child: Child,
  answers: () => Promise<boolean> | boolean,
  timeoutMs: number,
): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  const isReady = async () => answers();
  while (!(await isReady().catch(() => false))) {
    const ending = await Promise.race([child.ended, sleep(100)]);
    if (ending !== undefined) throw died(child, ending);
    if (performance.now() > deadline) {
      await child.kill();
      throw withLines(`${child.name} did not answer within ${timeoutMs / 1000} s.`, child);
    }
  }
}

/** The error for a process that ended: its name, how it ended, and its last lines. */
export function died(child: Child, ending: string): StartError {
  return withLines(`${child.name} has stopped (${ending}).`, child);
}

function withLines(message: string, child: Child): StartError {
  const lines = child.lastLines().slice(-shownLines);
  return new StartError(lines.length === 0 ? message : [`${message} Its last lines:`, ...lines].join('\n  '));
}
