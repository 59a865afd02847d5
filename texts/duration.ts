import { Duration } from 'luxon';

/** How long something took or takes, in its two largest units, in the words of `locale`: `2 hr, 5 min`. */
export function duration(ms: number, locale: string): string {
  const units = ms < 60_000 ? (['seconds'] as const) : (['days', 'hours', 'minutes'] as const);
  const parts = Duration.fromMillis(Math.max(0, ms), { locale })
    .shiftTo(...units)
    .normalize()
    .toObject();
  const whole = Object.entries(parts).map(([unit, count]) => [unit, Math.floor(count)] as const);
  const shown = whole.filter(([, count]) => count > 0).slice(0, 2);
  return Duration.fromObject(Object.fromEntries(shown.length > 0 ? shown : [['seconds', 0]]), {
    locale,
  }).toHuman({ unitDisplay: 'short' });
}
