import { randomUUID } from 'node:crypto';
import { parseDuration } from '../../domain/command/parse-duration.ts';
import { longestSilence } from '../../domain/messages/runner.ts';
import type { Runner } from '../../domain/messages/runner.ts';
import { words } from '../../texts/cli-say.ts';
import { runWords } from '../../texts/cli-run.ts';
import { exitCodeOf, exitCodes } from '../exit-codes.ts';
import { isAway, retryWhileAway } from '../say/retry.ts';
import { Start } from '../say/start.ts';
import { untilStarted } from '../say/until-started.ts';
import { withWay } from '../say/way-of.ts';
import type { ApiAnswer, Way } from '../say/way.ts';
import { untilBad } from './charts.ts';
import { runCommand } from './command.ts';
import type { Ended } from './command.ts';
import { Life } from './life.ts';
import { exitCodeOfSignal, Signals } from './signals.ts';

export interface RunWishes {
  readonly wait?: boolean;
  /** Whether to roll back as soon as the charts turn bad. */
  readonly rollbackOnBad?: boolean;
  /** How long to wait for the turn, in ms. */
  readonly timeout: number;
}

/** How long to retry the start, and the report of the end, while nobody answers. In ms. */
const startWithinMs = 30_000;
const reportWithinMs = 120_000;

/** `dobrobot run TICKET -- COMMAND…`. Resolves to the exit code, which is the command's once it has run. */
export const run = (ticket: string, command: readonly string[], wishes: RunWishes): Promise<number> => {
  const runner: Runner = { id: randomUUID(), deadAfter: deadAfterIn(process.env) };
  return withWay(process.env, async (way) => {
    const signals = new Signals();
    const start = new Start(ticket, signals, (commandId) =>
      way.deploy({ signal: 'depStart', ticket, runner, commandId }),
    );
    const { answer, inVain } = wishes.wait
      ? await untilStarted(way, ticket, wishes.timeout, () => start.once())
      : { answer: await retryWhileAway(() => start.once(), startWithinMs), inVain: false };
    if (answer.status >= 400 || inVain) {
      console.error(inVain ? words.inVain(answer.text) : answer.text);
      return inVain ? exitCodes.waitedInVain : exitCodeOf(answer.status);
    }
    const env = { way, runner, signals, rollbackOnBad: wishes.rollbackOnBad === true };
    return deploy(answer, command, env, start.interruptedBy);
  });
};

/** Runs the command for a started release and reports to the release how it ended. */
async function deploy(
  { body }: ApiAnswer,
  command: readonly string[],
  deployment: Deployment,
  interruptedBy: NodeJS.Signals | null,
): Promise<number> {
  const { way, runner, signals } = deployment;
  const ticket = String(body['ticket']);
  console.error(runWords.started(ticket));
  const life = new Life(way, ticket, runner);
  const living = life.live();
  try {
    const env = { ...process.env, DOBROBOT_TICKET: ticket, DOBROBOT_TOKENS: JSON.stringify(body['tokens']) };
    const ended =
      interruptedBy === null ? await runWatched(ticket, command, env, deployment) : neverRan(interruptedBy);
    const hurry = new AbortController();
    signals.listen(() => {
      hurry.abort();
    });
    await report(way, ticket, runner, ended, life, hurry.signal);
    return ended.exitCode;
  } finally {
    life.stop();
    await living;
  }
}

/** Runs the command. With `rollbackOnBad`, stops it when the charts of the release turn bad. */
async function runWatched(
  ticket: string,
  command: readonly string[],
  env: NodeJS.ProcessEnv,
  { way, signals, rollbackOnBad }: Deployment,
): Promise<Ended> {
  const charts = new AbortController();
  const stop = new AbortController();
  const turnedBad = rollbackOnBad ? untilBad(way, ticket, charts.signal) : Promise.resolve(null);
  void turnedBad.then((bad) => {
    if (bad !== null) stop.abort();
  });
  const ran = await runCommand(command, env, signals, stop.signal);
  charts.abort();
  const bad = await turnedBad;
  return bad === null ? ran : { exitCode: ran.exitCode || 1, wrong: runWords.bad(bad) };
}

/** What a deployment needs. */
interface Deployment {
  readonly way: Way;
  readonly runner: Runner;
  readonly signals: Signals;
  readonly rollbackOnBad: boolean;
}

const neverRan = (signal: NodeJS.Signals): Ended => ({
  exitCode: exitCodeOfSignal(signal),
  wrong: runWords.neverRan(signal),
});

/** Finishes the release or rolls it back. If that fails, prints what has to be done. */
async function report(
  way: Way,
  ticket: string,
  runner: Runner,
  { wrong }: Ended,
  life: Life,
  hurry: AbortSignal,
): Promise<void> {
  const what = wrong ?? runWords.wentWell;
  if (!life.isOurs) {
    console.error((life.isDead ? runWords.deadUnreported : runWords.notReported)(ticket, what));
    return;
  }
  const commandId = randomUUID();
  const end =
    wrong === null ? ({ signal: 'depFinish' } as const) : ({ signal: 'depRollback', reason: wrong } as const);
  const told = await retryWhileAway(
    () => way.deploy({ ...end, ticket, runner, commandId }),
    reportWithinMs,
    hurry,
  );
  if (told.status < 400)
    console.error(wrong === null ? runWords.finished(ticket) : runWords.rolledBack(ticket, wrong));
  else console.error((isAway(told) ? runWords.unheard : runWords.refused)(ticket, what, told.text));
}

/** In seconds. */
function deadAfterIn(env: NodeJS.ProcessEnv): number {
  const text = env['DOBROBOT_DEAD_AFTER'];
  if (text === undefined || text === '') return longestSilence;
  const seconds = (parseDuration(text) ?? 0) / 1000;
  if (seconds < 2 || seconds > longestSilence || !Number.isInteger(seconds)) {
    throw new Error(runWords.badDeadAfter(text));
  }
  return seconds;
}
