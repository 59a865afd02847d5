/**
 * Everything that the program runs on is killed or cut off in random order while a company works with it: no command is lost or
 * done twice, no lock is held twice, everyone is notified, and the log is complete. The seed is printed; `CHAOS_SEED` repeats the
 * outages and what users choose, though not the timing. `CHAOS_MINUTES`, `CHAOS_RELEASES` (open at once) and `CHAOS_COMMANDS`
 * (per second) change the scale.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import { verifyLog } from '../../cli/verify/verify-log.ts';
import { ReleaseLog } from '../../log/release-log.ts';
import { atLength } from '../support/length.ts';
import { Random } from './chaos/random.ts';
import { violations } from './chaos/verdict.ts';
import { commandsLost } from './outages/commands-kept.ts';
import { Crowd } from './outages/crowd.ts';
import { Estate } from './outages/estate.ts';
import { untold } from './outages/everyone-told.ts';
import { heldTwice } from './outages/held-twice.ts';
import { logGaps } from './outages/log-complete.ts';
import { measuresOf } from './outages/measures.ts';
import { outagesOf } from './outages/plan.ts';
import { underWayIn, witnessesOf } from './outages/witnesses.ts';

const seed = Number(process.env['CHAOS_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
const from = (name: string, full: number, short: number) =>
  Number(process.env[name] ?? atLength(full, short));
const lengthMs = from('CHAOS_MINUTES', 30, 0.2) * 60_000;
const releases = from('CHAOS_RELEASES', 200, 12);
const perSecond = from('CHAOS_COMMANDS', 30, 5);
/** Each release asks somebody in a direct conversation, which takes one message a second, and Slack is away part of the time. */
const askedWithinMs = 120_000 + 2000 * releases;
/** How long the remaining releases and deliveries may take. */
const calmMs = 180_000 + lengthMs;

let estate: Estate | null = null;
afterEach(() => estate?.close());

/** Issues the wanted number of commands per second, whether or not earlier ones are answered. */
async function speak(crowd: Crowd, goesOn: () => boolean): Promise<void> {
  const begun = Date.now();
  for (let count = 0; goesOn();) {
    for (const due = ((Date.now() - begun) / 1000) * perSecond; count < due; count += 1)
      crowd.speak(releases);
    await sleep(20);
  }
}

async function bringToEnds(crowd: Crowd): Promise<void> {
  const until = Date.now() + calmMs;
  for (;;) {
    await crowd.allHeard();
    await crowd.look();
    if (crowd.open === 0) return;
    expect(Date.now(), `${crowd.open} are open`).toBeLessThan(until);
    crowd.bringAllOn();
    await sleep(1000);
  }
}

async function findings({ api }: Estate): Promise<readonly unknown[]> {
  const log = new ReleaseLog(api.database, () => undefined);
  const verifying = verifyLog({ client: api.company.temporal.client, log, since: 0, until: Date.now() });
  const found: unknown[] = [];
  for await (const finding of verifying) found.push(finding);
  await log.close();
  return found;
}

it('keeps its word through outages', { timeout: 300_000 + lengthMs + 2 * calmMs }, async () => {
  console.log(`CHAOS_SEED=${seed}`);
  estate = await Estate.start();
  const { api, line } = estate;
  const crowd = await Crowd.of(api, line, new Random(seed));
  const looking = setInterval(() => void crowd.look().catch(() => undefined), 1000);
  await speak(crowd, () => crowd.open < releases);
  await expect.poll(() => crowd.shown, { timeout: calmMs }).toBeGreaterThanOrEqual(releases);

  const begun = Date.now();
  const outages = outagesOf(seed, lengthMs);
  const measures = measuresOf(crowd);
  const away = estate.areAway(outages);
  await speak(crowd, () => Date.now() - begun < lengthMs);
  measures.tell(lengthMs);
  await away;
  clearInterval(looking);
  await bringToEnds(crowd);
  // A release closes once log and Slack have everything.
  await expect
    .poll(() => underWayIn(api.company.temporal.client), { timeout: calmMs, interval: 1000 })
    .toBe(0);
  console.log([`${outages.length} outages`, ...estate.fell].join('\n'));

  const { told, said, tickets } = crowd;
  // There has to be something to judge.
  expect(told.filter(({ done }) => done).length).toBeGreaterThan(releases);
  const { releases: runs, locks, lives, rows, posts } = await witnessesOf(api);
  expect({
    commandsLost: commandsLost(told, said, rows, posts),
    locksHeldTwice: [...heldTwice(locks), ...violations(runs, locks)],
    untold: untold(rows, posts, askedWithinMs),
    logGaps: logGaps(tickets, rows, lives),
    differences: await findings(estate),
    crashed: estate.crashed,
  }).toEqual({
    ...{ commandsLost: [], locksHeldTwice: [], untold: [], logGaps: [], differences: [] },
    crashed: [],
  });
});
