import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { atTurn, isAmong, isEnd, onProduction, stages } from '../../domain/release/stage.ts';
import { answerTo, isAway } from './patience.ts';
import type { Answer, Way } from './way.ts';

/** How it stands is looked at that often, in ms; its turn is noticed at once. */
const betweenLooksMs = 10_000;
/** So long after a start that was refused for the moment, another is tried. */
const betweenStartsMs = 2000;

/** Refusals that pass by themselves, or by somebody else. */
const passing = ['wrongStage', 'frozen', 'checksTooOld', 'rolesUnknown'];

const release = z.looseObject({
  stage: z.enum(stages),
  waitingFor: z.string().nullable(),
  frozen: z.unknown(),
  locks: z.array(z.object({ component: z.string(), state: z.string() })),
});

/** What is bad already becomes well again, or somebody starts it; a person is asked instead. */
const waitsForCharts = ({ body }: Answer): boolean =>
  badAlready.safeParse(body).data?.facts.confirmable === false;

const badAlready = z.object({ code: z.literal('badAlready'), facts: z.object({ confirmable: z.boolean() }) });

/** What came of waiting: the answer to the start, or how the release stands that was waited for in vain. */
export interface Waited {
  readonly answer: Answer;
  readonly inVain: boolean;
}

/** Waits for the turn of a release, so many ms at most, telling on stderr how it stands, and has it started. What was reached once may be away for a while. */
export async function untilStarted(
  way: Way,
  ticket: string,
  ms: number,
  start: () => Promise<Answer>,
): Promise<Waited> {
  const until = Date.now() + ms;
  const show = statusLine();
  let held: Answer | null = null;
  for (let known: Answer | null = null; ;) {
    const standing = await answerTo(way.say(`status ${ticket}`, randomUUID()));
    const { data } = release.safeParse(standing.body);
    if (data === undefined && (known === null || !isAway(standing))) return over(standing);
    if (data !== undefined) {
      known = standing;
      if (isEnd(data.stage)) return over({ ...standing, status: 409 });
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
      isWaited && (await answerTo(way.wait(ticket, 'ready', Math.min(betweenLooksMs, left)))).status < 400;
    if (!isToldOfTurn) await sleep(Math.min(betweenStartsMs, left));
  }
}

const over = (answer: Answer): Waited => ({ answer, inVain: false });

/** Who is before it in the line in which it stands. */
async function placeOf(way: Way, { stage, locks }: z.infer<typeof release>): Promise<unknown> {
  const waiting = locks.find(({ state }) => state === 'waiting');
  if (stage !== 'queued' || waiting === undefined) return null;
  const { body } = await answerTo(way.say(`queue ${waiting.component}`, randomUUID()));
  return body['locks'] ?? null;
}

/** On a terminal some lines that are written over, and behind them a new one for whatever is said next; elsewhere one more whenever something has changed. */
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
