import { describe, expect, it } from 'vitest';
import { everyComponent } from '../../../domain/log/event-row.ts';
import { freezeSpans, windowSpans } from '../../../domain/log/freeze-spans.ts';
import { loadSettings } from '../../../config/load-settings.ts';
import { pageConfig } from '../../support/page.ts';
import { lockRow } from '../../log/rows.ts';

const where = (component: string | null) => ({ component, components: [component ?? everyComponent] });
const frozen = (at: number, component: string | null, until: number | null = null) =>
  lockRow(`f${at}`, 'frozen', {
    ...where(component),
    at,
    actor: 'U_SAM',
    facts: { reason: `since ${at}`, until, all: component === null },
  });
const unfrozen = (at: number, component: string | null) =>
  lockRow(`u${at}`, 'unfrozen', { ...where(component), at, facts: { all: component === null } });

const spansOf = (...events: Parameters<typeof freezeSpans>[0]) =>
  freezeSpans(events, ['db', 'billing']).map(({ component, from, to }) => [component, from, to]);

describe('what people froze', () => {
  it('lasts until somebody lifts it, or its end', () => {
    expect(freezeSpans([frozen(10, 'db'), unfrozen(20, 'db')], ['db'])).toEqual([
      { component: 'db', from: 10, to: 20, reason: 'since 10', by: 'U_SAM' },
    ]);
    expect(spansOf(frozen(10, 'db'))).toEqual([['db', 10, null]]);
    expect(spansOf(frozen(10, 'db', 15), unfrozen(20, 'db'))).toEqual([['db', 10, 15]]);
    expect(spansOf(frozen(10, 'db', 30), unfrozen(20, 'db'))).toEqual([['db', 10, 20]]);
  });

  it('is lifted all at once, there and nowhere else, and not by what was before', () => {
    expect(
      spansOf(
        unfrozen(5, 'db'),
        frozen(10, 'db'),
        frozen(11, 'billing'),
        frozen(12, 'db'),
        unfrozen(20, 'db'),
      ),
    ).toEqual([
      ['db', 10, 20],
      ['billing', 11, null],
      ['db', 12, 20],
    ]);
    // Within one millisecond, the order of the log decides.
    expect(spansOf(unfrozen(10, 'db'), frozen(10, 'db'))).toEqual([['db', 10, null]]);
  });

  it('is lifted for the one who set it only, where the log says whose it was', () => {
    const lifting = (at: number, setBy: string) => ({
      ...unfrozen(at, 'db'),
      facts: { all: false, setBy, stays: [] },
    });
    expect(spansOf(frozen(10, 'db'), lifting(15, 'U_VERA'), lifting(20, 'U_SAM'))).toEqual([['db', 10, 20]]);
  });

  it('everywhere is one span, as long as it is lifted everywhere', () => {
    expect(spansOf(frozen(10, null), unfrozen(20, null))).toEqual([[null, 10, 20]]);
    expect(spansOf(frozen(10, null))).toEqual([[null, 10, null]]);
    expect(spansOf(frozen(10, null), unfrozen(15, 'db'), unfrozen(20, null))).toEqual([
      ['db', 10, 15],
      ['billing', 10, 20],
    ]);
    expect(spansOf(frozen(10, 'db'), unfrozen(20, null))).toEqual([['db', 10, 20]]);
  });
});

describe('windows of the configuration', () => {
  const window = (components: readonly string[], more = {}) => ({
    components,
    start: '2026-01-02T16:00',
    rule: 'FREQ=WEEKLY;BYDAY=FR',
    for: '64h',
    reason: 'weekend',
    ...more,
  });
  const at = (text: string) => Date.parse(text);
  const spans = async (freezes: readonly object[], from: string, to: string) =>
    windowSpans(
      await loadSettings(await pageConfig({ timezone: 'Europe/Berlin', freezes })),
      at(from),
      at(to),
    );

  it('that last in a time are there, also those that began before it', async () => {
    expect(await spans([window(['billing'])], '2026-03-28T12:00:00Z', '2026-04-03T14:00:00Z')).toEqual([
      // The clocks change in between; the window still ends on Monday at 08:00.
      {
        component: 'billing',
        from: at('2026-03-27T15:00:00Z'),
        to: at('2026-03-30T06:00:00Z'),
        reason: 'weekend',
        by: 'dobrobot.yaml',
      },
      {
        component: 'billing',
        from: at('2026-04-03T14:00:00Z'),
        to: at('2026-04-06T06:00:00Z'),
        reason: 'weekend',
        by: 'dobrobot.yaml',
      },
    ]);
    expect(await spans([window(['billing'])], '2026-03-30T06:00:01Z', '2026-04-03T13:59:00Z')).toEqual([]);
    expect(await spans([window(['billing'])], '2025-01-01T00:00:00Z', '2025-12-31T00:00:00Z')).toEqual([]);
  });

  it('of every critical component are one', async () => {
    const found = await spans([window(['billing', 'db'])], '2026-03-28T12:00:00Z', '2026-03-28T12:00:00Z');
    expect(found.map(({ component }) => component)).toEqual([null]);
  });

  it('of every day of a year are soon there', async () => {
    const daily = window(['billing'], { rule: 'FREQ=DAILY', for: '1h', start: '2020-01-01T12:00' });
    // CPU time, since other processes may keep the machine busy.
    const begin = process.cpuUsage().user;
    const found = await spans([daily], '2026-01-01T00:00:00Z', '2026-12-31T23:59:00Z');
    expect(found).toHaveLength(365);
    expect(process.cpuUsage().user - begin).toBeLessThan(1_500_000);
  });
});
