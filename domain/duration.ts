import { Duration } from 'luxon';

const minuteMs = 60_000;

/** A duration in its two largest units, in the language of `locale`: `2 hr, 5 min`. */
export function duration(ms: number, locale: string): string {
  const whole = Math.max(0, ms);
  const units = whole < minuteMs ? (['seconds'] as const) : (['days', 'hours', 'minutes'] as const);
  const counts = Duration.fromMillis(whole)
    .shiftTo(...units)
    .toObject();
  const shown = units
    .map((unit) => [unit, Math.floor(counts[unit] ?? 0)] as const)
    .filter(([, count]) => count > 0);
  const parts = shown.length === 0 ? { seconds: 0 } : Object.fromEntries(shown.slice(0, 2));
  return Duration.fromObject(parts, { locale }).toHuman({ unitDisplay: 'short' });
}
