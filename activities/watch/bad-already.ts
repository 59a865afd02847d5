import { withTimeout } from '../../client/in-time.ts';
import type { Settings } from '../../domain/settings.ts';
import type { BadAlready } from '../../domain/watch/bad-already.ts';
import { planFor } from '../../domain/watch/plan.ts';
import type { PlannedCheck } from '../../domain/watch/plan.ts';
import { verdictOf } from '../../domain/watch/verdict.ts';
import { baselineOf } from './poll-check.ts';
import { sourceNamed } from './sources.ts';
import type { WatchWorld } from './sources.ts';

/**
 * The checks of these components that are bad now, before a release starts. A check
 * that does not answer within `ms` is left out, so that it keeps nobody from starting.
 * Sentry's checks are left out, since they count only what is new since a start.
 */
export async function badAlready(
  components: readonly string[],
  settings: Settings,
  world: WatchWorld,
  ms: number,
): Promise<readonly BadAlready[]> {
  const plan = planFor(components, settings.components);
  if (plan === null) return [];
  const now = Date.now();
  const looks = plan.checks.map((planned) =>
    withTimeout(lookBefore(planned, plan.everyMs, now, settings, world), ms).catch(() => null),
  );
  return (await Promise.all(looks)).filter((one) => one !== null);
}

async function lookBefore(
  { id, check }: PlannedCheck,
  everyMs: number,
  now: number,
  settings: Settings,
  world: WatchWorld,
): Promise<BadAlready | null> {
  const source = sourceNamed(check.source, settings, world);
  if (source === null) return null;
  const baseline = await baselineOf(check, now, source);
  const reading = await source.read(check, { since: null, at: null });
  const verdict = verdictOf(check, reading, baseline);
  if (verdict.is !== 'bad') return null;
  // As in a watch, a single look does not decide if the check needs several.
  if (source.remembers && check.times > 1) {
    const course = (await source.course(check, now - (check.times - 1) * everyMs, now)) ?? [];
    const wasBad = course.map(([, value]) => verdictOf(check, { says: 'values', values: [value] }, baseline));
    if (course.length === 0 || wasBad.some(({ is }) => is !== 'bad')) return null;
  }
  const { value, limit, named } = verdict;
  const since = reading.says === 'found' ? (reading.since ?? null) : null;
  return { check: id, value, limit, named, since };
}
