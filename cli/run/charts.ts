import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { nameOf } from '../../domain/watch/plan.ts';
import { comparison } from '../../domain/watch/found.ts';
import { runWords } from '../../texts/cli-run.ts';
import { answerOrUnreachable } from '../say/retry.ts';
import type { Way } from '../say/way.ts';

const lookEveryMs = 5000;
/** Looks without a watch before it is reported. A watch begins a moment after the start. */
const inVain = 3;

const bad = z.object({
  check: z.string(),
  value: z.number(),
  limit: z.number(),
  notOurs: z.string().nullable(),
});
const watched = z.looseObject({ watch: z.looseObject({ bad: z.array(bad) }).nullable() });

/**
 * Resolves to what is bad in the charts of a watched release as soon as there is any, unless somebody said it is not ours. Null if `end`
 * aborts first.
 */
export async function untilBad(way: Way, ticket: string, end: AbortSignal): Promise<string | null> {
  let vain = 0;
  while (!end.aborted) {
    const { body, text } = await answerOrUnreachable(way.say(`status ${ticket}`, randomUUID()));
    const { data } = watched.safeParse(body);
    const found = (data?.watch?.bad ?? []).filter(({ notOurs }) => notOurs === null);
    if (found.length > 0) {
      return found.map((one) => `${nameOf(one.check)} ${comparison(one)}`).join(', ');
    }
    vain = data?.watch == null ? vain + 1 : 0;
    if (vain === inVain) console.error(runWords.notWatched(ticket, text));
    await sleep(lookEveryMs, undefined, { signal: end }).catch(() => undefined);
  }
  return null;
}
