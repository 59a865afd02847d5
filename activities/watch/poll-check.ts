import type { Settings } from '../../domain/settings.ts';
import type { WatchCheck } from '../../domain/watch/check.ts';
import type { PlannedCheck, WatchPlan } from '../../domain/watch/plan.ts';
import { meanOf, verdictOf } from '../../domain/watch/verdict.ts';
import type { Baseline } from '../../domain/watch/verdict.ts';
import type { CheckState, CheckReading, WatchState } from '../../domain/watch/watch.ts';
import { failures } from '../../texts/http.ts';
import type { Source } from './source.ts';
import { sourceNamed } from './sources.ts';
import type { WatchWorld } from './sources.ts';

const hourMs = 3_600_000;
const weekMs = 7 * 24 * hourMs;

/**
 * Runs all checks of a plan, independently of each other. `since`: when the release
 * went to production, epoch ms. A source that fails is a reading, not an error.
 */
export async function pollCheck(
  plan: WatchPlan,
  state: WatchState,
  since: number,
  settings: Settings,
  world: WatchWorld,
): Promise<ReadonlyMap<string, CheckReading>> {
  const looks = plan.checks.map(async (planned) => {
    const before = state.checks.find(({ id }) => id === planned.id);
    const source = sourceNamed(planned.check.source, settings, world);
    return [planned.id, await lookAtOne(planned, before, since, source)] as const;
  });
  return new Map(await Promise.all(looks));
}

async function lookAtOne(
  { check }: PlannedCheck,
  before: CheckState | undefined,
  since: number,
  source: Source | null,
): Promise<CheckReading> {
  if (source === null) {
    const reason = failures.noSource(check.source);
    return { verdict: verdictOf(check, { says: 'nothing', reason }, null) };
  }
  const [reading, baseline] = await Promise.all([
    source.read(check, { since, at: null, newest: before?.newest }),
    before?.baseline ?? baselineOf(check, since, source),
  ]);
  const verdict = verdictOf(check, reading, baseline);
  // Only the first look asks whether it was bad at the start already.
  const isFirst = before?.last === null && source.remembers && verdict.is === 'bad';
  const atStart = isFirst ? verdictOf(check, await source.read(check, { since, at: since }), baseline) : null;
  const { newest, ids } = reading.says === 'found' ? reading : {};
  return { verdict, atStart, baseline, newest, ids };
}

/**
 * The average values before an instant (epoch ms), if a check is compared with them. Null
 * until the source has answered for both the hour before and the hour a week before.
 */
export async function baselineOf(check: WatchCheck, since: number, source: Source): Promise<Baseline | null> {
  if (check.kind !== 'prometheus' || check.bound.worseThanBefore === null) return null;
  const hourFrom = (from: number) => source.course(check, from, from + hourMs);
  const [hour, week] = await Promise.all([hourFrom(since - hourMs), hourFrom(since - weekMs)]);
  if (hour === null || week === null) return null;
  const [hourBefore, weekBefore] = [meanOf(hour), meanOf(week)];
  return hourBefore === null && weekBefore === null ? null : { hourBefore, weekBefore };
}
