import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { atTurn, isAmong, isEnd, onProduction, stages } from '../../domain/release/stage.ts';
import { answerOrUnreachable, isAway } from './retry.ts';
import type { ApiAnswer, Way } from './way.ts';

/** How often the status is read, in ms. The turn itself is noticed at once. */
const betweenLooksMs = 10_000;
/** Pause after a start that was refused for the moment. */
const betweenStartsMs = 2000;

/** Refusals that pass by themselves or through somebody else's action. */
const passing = ['wrongStage', 'frozen', 'checksTooOld', 'rolesUnknown'];

const release = z.looseObject({
  stage: z.enum(stages),
  workflow: z.enum(['open', 'ended', 'brokenOff']),
  waitingFor: z.string().nullable(),
  frozen: z.unknown(),
  locks: z.array(z.object({ component: z.string(), state: z.string() })),
});

/** The charts were bad before the start, and a program cannot confirm it: it waits until they recover or a person starts the release. */
const waitsForCharts = ({ body }: ApiAnswer): boolean =>
  badAlready.safeParse(body).data?.facts.confirmable === false;

const badAlready = z.object({ code: z.literal('badAlready'), facts: z.object({ confirmable: z.boolean() }) });

/** The result of waiting: the answer to the start, or on timeout the last status. */
export interface WaitResult {
  readonly answer: ApiAnswer;
  readonly inVain: boolean;
}

/** Waits up to `ms` for the turn of a release, showing its status on stderr, and starts it. Tolerates outages once it has been reached. */
export async function untilStarted(
  way: Way,
  ticket: string,
  ms: number,
  start: () => Promise<ApiAnswer>,
): Promise<WaitResult> {
  const until = Date.now() + ms;
  const show = statusLine();
  let held: ApiAnswer | null = null;
  for (let known: ApiAnswer | null = null; ;) {
    const standing = await answerOrUnreachable(way.say(`status ${ticket}`, randomUUID()));
    const { data } = release.safeParse(standing.body);
    if (data === undefined && (known === null || !isAway(standing))) return over(standing);
    if (data !== undefined) {
      known = standing;
      if (isEnd(data.stage) || data.workflow === 'brokenOff') return over({ ...standing, status: 409 });
      const texts = [standing.text, ...(held === null ? [] : [held.text])];
      show(texts.join(' '), JSON.stringify([data, await placeOf(way, data), held !== null]));
      if (isAmong(data.stage, atTurn)) {
        const started = await start();
        held = waitsForCharts(started) ? started : null;
        const isPassing = held !== null || isAway(started) || passing.includes(String(started.body['code']));
        if (!isPassing || (isAmong(data.stage, onProduction) && !isAway(started))) return over(started);
      }
    }
    const left = until - Date.now();
    if (left <= 0) return { answer: known ?? standing, inVain: true };
    const isWaited = data !== undefined && !isAmong(data.stage, atTurn);
    const isToldOfTurn =
      isWaited &&
      (await answerOrUnreachable(way.wait(ticket, 'ready', Math.min(betweenLooksMs, left)))).status < 400;
    if (!isToldOfTurn) await sleep(Math.min(betweenStartsMs, left));
  }
}

const over = (answer: ApiAnswer): WaitResult => ({ answer, inVain: false });

/** The queue of the lock that the release waits for, or null. Only compared with the previous one. */
async function placeOf(way: Way, { stage, locks }: z.infer<typeof release>): Promise<unknown> {
  const waiting = locks.find(({ state }) => state === 'waiting');
  if (stage !== 'queued' || waiting === undefined) return null;
  const { body } = await answerOrUnreachable(way.say(`queue ${waiting.component}`, randomUUID()));
  return body['locks'] ?? null;
}

/** Shows a status. On a terminal it overwrites its own lines; elsewhere it prints a line whenever `state` has changed. */
export function statusLine(
  stderr: NodeJS.WriteStream = process.stderr,
): (text: string, state: string) => void {
  let [shown, lines] = ['', 0];
  return (text, state) => {
    const plain = text.replaceAll('\n', ' ');
    if (stderr.isTTY) {
      const inLines = plain.match(new RegExp(`.{1,${Math.max(1, stderr.columns - 1)}}`, 'gu')) ?? [];
      stderr.write(`${lines === 0 ? '' : `\u001B[${lines}A\u001B[J`}${inLines.join('\n')}\n`);
      lines = inLines.length;
    } else if (state !== shown) stderr.write(`${plain}\n`);
    shown = state;
  };
}
