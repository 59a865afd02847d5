import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { isEnd, stages } from '../../domain/release/stage.ts';
import { words } from '../../texts/cli-say.ts';
import { exitCodes } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import { tell } from './tell.ts';
import { withWay } from './way-of.ts';
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

/** `dobrobot dep start TICKET --wait`: waits for its turn, telling how it stands, and starts. Exit code 4 if that is not within so many ms. */
export const startWaiting = (ticket: string, note: string, ms: number, json: boolean): Promise<ExitCode> =>
  withWay(process.env, async (way) => {
    process.once('SIGINT', () => {
      console.error(words.interrupted(ticket));
      process.exit(130);
    });
    const until = Date.now() + ms;
    const line = statusLine();
    for (;;) {
      const standing = await way.say(`status ${ticket}`, randomUUID());
      const { data } = release.safeParse(standing.body);
      if (data === undefined) return tell(standing, json);
      if (isEnd(data.stage)) return tell({ ...standing, status: 409 }, json);
      line.show(standing.text, JSON.stringify([data, await placeOf(way, data)]));
      if (data.stage === 'ready' || data.stage === 'deploying') {
        const started = await way.say(`dep start ${ticket} ${note}`.trim(), randomUUID());
        const isOver = !passing.includes(String(started.body['code'])) || data.stage === 'deploying';
        if (isOver) return tell(started, json);
        await sleep(Math.min(betweenStartsMs, Math.max(0, until - Date.now())));
      }
      const left = until - Date.now();
      if (left <= 0) return inVain(standing, json);
      await way.wait(ticket, 'ready', Math.min(betweenLooksMs, left));
    }
  });

function inVain({ body, text }: Answer, json: boolean): ExitCode {
  if (json) console.log(JSON.stringify(body));
  console.error(words.inVain(text));
  return exitCodes.waitedInVain;
}

/** Who is before it in the line in which it stands. */
async function placeOf(way: Way, { stage, locks }: z.infer<typeof release>): Promise<unknown> {
  const waiting = locks.find(({ state }) => state === 'waiting');
  if (stage !== 'queued' || waiting === undefined) return null;
  const { body } = await way.say(`queue ${waiting.component}`, randomUUID());
  return body['locks'] ?? null;
}

/** On a terminal one line that is written over; elsewhere one more whenever something has changed. */
function statusLine() {
  let shown = '';
  const { stderr } = process;
  return {
    show(text: string, state: string): void {
      const plain = text.replaceAll('\n', ' ');
      if (stderr.isTTY) stderr.write(`\r\u001B[K${plain.slice(0, stderr.columns - 1)}`);
      else if (state !== shown) console.error(plain);
      shown = state;
    },
  };
}
