import { describe, expect, it } from 'vitest';
import { readAlerts } from '../../../domain/hooks/read-alerts.ts';

const mapping = { labels: ['component', 'service'], names: { 'billing-api': 'billing' } };
const known = ['billing', 'ledger'];
const now = Date.parse('2026-03-01T12:00:00Z');
const firing = { status: 'firing', labels: { alertname: 'Down' }, startsAt: '2026-03-01T11:58:00Z' };
const read = (...alerts: readonly object[]) => {
  const event = readAlerts({ alerts }, mapping, known, now);
  if (event?.type !== 'alerts') throw new Error('They cannot be read');
  return event.alerts;
};

describe('an alert', () => {
  it('is about the components that its labels name, or may mean', () => {
    const about = (labels: object) =>
      read({ ...firing, labels: { alertname: 'Down', ...labels } })[0]?.components;
    expect(about({})).toEqual([]);
    expect(about({ component: 'Ledger', service: 'billing-api' })).toEqual(['ledger', 'billing']);
    expect(about({ service: 'unknown' })).toEqual([]);
    expect(about({ service: 'constructor' })).toEqual([]);
  });

  it('ends when its sender says so, never in the future or before it began', () => {
    const ends = (endsAt?: string) => read({ ...firing, status: 'resolved', endsAt })[0]?.endedAt;
    expect(ends('2026-03-01T11:59:00Z')).toBe(Date.parse('2026-03-01T11:59:00Z'));
    expect([ends(), ends('2027-01-01T00:00:00Z'), ends('0001-01-01T00:00:00Z')]).toEqual([now, now, now]);
    expect(read({ ...firing, startsAt: '2027-01-01T00:00:00Z' })[0]?.at).toBe(now);
    expect(read({ ...firing, startsAt: '0000-01-01T00:00:00Z' })[0]?.at).toBe(0);
  });

  it('is told in one line, with addresses of the web alone', () => {
    const [alert] = read({
      ...firing,
      annotations: { summary: `a\n${'b'.repeat(1000)}`, runbook_url: 'javascript:alert(1)' },
      generatorURL: 'https://prom.example.com/x|y',
    });
    expect(alert?.words).toMatchObject({ name: 'Down', url: null });
    expect(alert?.words?.summary).toMatch(/^a b+…$/);
    expect(alert?.words?.summary?.length).toBeLessThanOrEqual(300);
  });

  it('without a fingerprint is known by its labels', () => {
    const [one, other] = read(
      { ...firing, labels: { alertname: 'Down', a: '1' } },
      { ...firing, labels: { a: '1', alertname: 'Down' } },
    );
    expect(one?.fingerprint).toBe(other?.fingerprint);
  });

  it('that cannot be read is left out and counted; a delivery of such alone is none', () => {
    const bad = { ...firing, fingerprint: '' };
    const event = (...alerts: readonly unknown[]) => readAlerts({ alerts }, mapping, known, now);
    expect(event(bad, firing, 7)).toMatchObject({ alerts: [{ group: '' }], unreadable: 2 });
    expect(event(bad)).toBeNull();
    expect(event()).toMatchObject({ alerts: [], unreadable: 0 });
  });

  it('one of thousands has no words of its own', () => {
    const alerts = read(...Array.from({ length: 3000 }, (_, n) => ({ ...firing, fingerprint: String(n) })));
    expect([alerts.length, alerts.filter(({ words }) => words !== null).length]).toEqual([3000, 20]);
  });
});
