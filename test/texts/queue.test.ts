/** The text of a long queue shows its beginning and the number of the rest. */
import { describe, expect, it } from 'vitest';
import { byConfiguration } from '../../domain/lock/freeze.ts';
import { languages } from '../../domain/settings.ts';
import { textsIn } from '../../texts/index.ts';
import type { QueuedRelease } from '../../domain/messages/question-answer.ts';
import type { Surroundings } from '../../texts/index.ts';

const release = (n: number): QueuedRelease => ({
  ticket: `PAY-${n}`,
  tickets: [`PAY-${n}`],
  title: null,
  url: null,
  requester: 'U_ANN',
  admin: null,
  stage: 'awaiting_approval',
  components: ['ledger'],
  locks: [],
  since: 0,
});
const waiter = (n: number): Surroundings['locks'][number]['queue'][number] => ({
  releaseId: `release:PAY-${n}`,
  ticket: `PAY-${n}`,
  mode: 'exclusive',
  priority: 'normal',
  position: n,
  since: '2026-01-01T00:00:00.000Z',
});
const numbers = (count: number) => Array.from({ length: count }, (_, index) => index + 1);
const around = (waiters: number): Surroundings => ({
  ...{ approvers: [], asked: [], approversOf: [], admins: [], adminsOf: { components: [], people: [] } },
  components: [],
  linkOf: (ticket) => `https://t.example.com/${ticket}`,
  locks: [{ component: 'db', holders: [], queue: numbers(waiters).map(waiter), freezes: [] }],
  usual: {},
  timezone: 'UTC',
  now: 0,
});
const all = { component: null, critical: ['db'], unlisted: 0 };

describe.each(languages)('in the language %s', (language) => {
  const { queue, home } = textsIn(language);
  const more = (count: number) => home.more('mine', count).split('.')[0] ?? '';

  it.each([null, 'https://calendar.example.com/1'])(
    'mentions nobody for an event of a calendar, at %s',
    (url) => {
      const event = { calendar: 'works <@U_EVE>', organizer: '<@U_OLEG> @U_VERA', url };
      const freeze = { by: byConfiguration, reason: '<@U_ANN> @U_NORA <!here>', until: null, event };
      const frozen = { component: 'db', holders: [], queue: [], freezes: [freeze] };
      const told = queue([], { ...around(0), locks: [frozen] }, all);
      expect(told).toContain('&lt;@U_ANN&gt; @U_NORA &lt;!here&gt;');
      expect(told).not.toMatch(/<[@!]/);
    },
  );

  it('names fifty that no lock concerns', () => {
    expect(queue(numbers(50).map(release), around(0), all)).not.toContain('…');
    const told = queue(numbers(1000).map(release), around(0), all);
    expect(told.match(/\|PAY-\d+>/g)).toHaveLength(50);
    expect(told).toContain(more(950));
    expect(queue(numbers(60).map(release), around(0), { ...all, unlisted: 30 })).toContain(more(40));
  });

  it('tells who waits when their turn is to be expected, if the past tells', () => {
    expect(queue([], around(3), all)).not.toMatch(/estimate|оценка/);
    const told = queue([], { ...around(3), usual: { db: 600_000 } }, all).split('\n');
    expect(told.filter((line) => /(?:estimate|оценка)\)$/.test(line))).toEqual([
      expect.stringMatching(/PAY-1>.* 1 /),
      expect.stringMatching(/PAY-2>.* 10 /),
      expect.stringMatching(/PAY-3>.* 20 /),
    ]);
  });

  it('names fifty that wait for a lock, the first ones', () => {
    expect(queue([], around(50), all)).not.toContain('…');
    const told = queue([], around(70), all);
    expect(told.match(/\|PAY-\d+>/g)?.at(-1)).toBe('|PAY-50>');
    expect(told).toContain(more(20));
  });
});
