/** The text of digest and report, with figures counted by hand. */
import { describe, expect, it } from 'vitest';
import type { Figures, Statistics } from '../../domain/log/figures.ts';
import type { LoggedRelease } from '../../domain/log/logged-release.ts';
import type { Digest, Report } from '../../domain/messages/digest.ts';
import { blankStatus } from '../../domain/release/status.ts';
import type { ReleaseSummary } from '../../domain/release/status.ts';
import { textsIn } from '../../texts/index.ts';
import type { Surroundings } from '../../texts/index.ts';

const now = Date.parse('2026-03-02T09:30:00Z');
const minute = 60_000;
const hour = 60 * minute;
const around: Surroundings = {
  approvers: ['U_VERA'],
  asked: [{ component: 'billing', people: ['U_VERA'] }],
  approversOf: [],
  admins: ['U_ADAM'],
  adminsOf: { components: [], people: [] },
  linkOf: (key) => `https://t.example.com/${key}`,
  components: ['billing'],
  locks: [],
  usual: {},
  timezone: 'UTC',
  now,
};
const page = 'https://dobrobot.example.com/';

const waiting = (ticket: string, over: Partial<ReleaseSummary>): ReleaseSummary => ({
  ...blankStatus(ticket, now),
  tickets: [ticket],
  title: `Title of ${ticket}`,
  requester: 'U_DAN',
  components: ['billing'],
  ...over,
});
const ended = (ticket: string, over: Partial<LoggedRelease>) =>
  ({
    ...{ ticket, tickets: [ticket], title: null, url: null, requester: 'U_DORA', components: ['ios-app'] },
    ...{ stage: 'finished', endedAs: 'finished', endedAt: now - 14 * hour },
    ...over,
  }) as LoggedRelease;

const digest: Digest = {
  waiting: [
    waiting('PAY-7', { stage: 'awaiting_approval', since: '2026-02-26T09:30:00.000Z' }),
    waiting('PAY-8', { stage: 'ready', since: '2026-03-02T08:00:00.000Z' }),
  ],
  moreWaiting: 0,
  onProduction: [
    {
      ...{ ticket: 'PAY-1', tickets: ['PAY-1'], title: null, url: null, requester: 'U_DAN', admin: null },
      ...{ stage: 'deploying', components: ['billing', 'db'], since: now - hour, locks: [] },
    },
  ],
  since: now - 72 * hour,
  wentOut: [ended('PAY-5', {}), ended('PAY-4', { stage: 'rolled_back', endedAs: 'rolledBack' })],
  locks: ['billing', 'db'].map((component) => ({
    ...{ component, holders: [], queue: [] },
    freezes: [{ reason: 'the move', by: 'U_ADAM', until: null }],
  })),
};

/** With Slack's dates replaced by their fallback text. */
const shown = (text: string): string => text.replace(/<!date\^[^|]*\|([^>]*)>/g, '$1');

const tell = (language: 'en' | 'ru', more: Partial<Digest> = {}, address: string | null = page) =>
  shown(textsIn(language).regular.digest({ ...digest, ...more }, around, () => around, address));

const key = (ticket: string) => `<https://t.example.com/${ticket}|${ticket}>`;

describe('the digest', () => {
  it('tells what waits, what is on production, what went out and what is frozen', () => {
    expect(tell('en').split('\n')).toEqual([
      ':sunny: *How the releases stand*',
      '',
      '*Waits longest*',
      `✋ ${key('PAY-7')} Title of PAY-7 waits for the good from <@U_VERA> · since 26/02/2026, 09:30 UTC`,
      `🟢 ${key('PAY-8')} Title of PAY-8 has its turn: <@U_DAN> may \`dep start PAY-8\` · since 08:00 UTC`,
      '',
      '*On production now*',
      `🚀 ${key('PAY-1')} · \`billing\`, \`db\` · <@U_DAN> · since 08:30 UTC`,
      '',
      '*Went out since 27/02/2026, 09:30 UTC*',
      `✅ ${key('PAY-5')} · \`ios-app\` · <@U_DORA> · 01/03/2026, 19:30 UTC`,
      `⏪ ${key('PAY-4')} · \`ios-app\` · <@U_DORA> · 01/03/2026, 19:30 UTC`,
      '',
      '*Frozen*',
      ':snowflake: `billing`, `db` frozen by <@U_ADAM> until further notice: the move',
    ]);
  });

  it('tells the same in Russian', () => {
    expect(tell('ru').split('\n').filter(Boolean)).toEqual([
      ':sunny: *Как обстоят дела с релизами*',
      '*Ждут дольше всех*',
      `✋ ${key('PAY-7')} Title of PAY-7 ждёт добро от <@U_VERA> · с 26.02.2026, 09:30 UTC`,
      `🟢 ${key('PAY-8')} Title of PAY-8 ждёт старта: <@U_DAN> может начинать, \`старт PAY-8\` · с 08:00 UTC`,
      '*Сейчас на проде*',
      `🚀 ${key('PAY-1')} · \`billing\`, \`db\` · <@U_DAN> · с 08:30 UTC`,
      '*Выкатили с 27.02.2026, 09:30 UTC*',
      `✅ ${key('PAY-5')} · \`ios-app\` · <@U_DORA> · 01.03.2026, 19:30 UTC`,
      `⏪ ${key('PAY-4')} · \`ios-app\` · <@U_DORA> · 01.03.2026, 19:30 UTC`,
      '*Заморожено*',
      ':snowflake: `billing`, `db` под заморозкой до отмены (<@U_ADAM>): the move',
    ]);
  });

  it('names ten, counts the others, and says where they are', () => {
    const many = Array.from({ length: 10 }, (_, n) => waiting(`W-${n}`, { stage: 'checking' }));
    const out = Array.from({ length: 13 }, (_, n) => ended(`O-${n}`, {}));
    const text = tell('en', { waiting: many, moreWaiting: 4, wentOut: out });
    expect(text.match(/W-9>/g)).toHaveLength(1);
    expect(text.match(/O-9>/g)).toHaveLength(1);
    expect(text).not.toContain('O-10');
    expect(text.match(/… and .*/g)).toEqual([
      `… and 4 more: <${page}?view=queue|all of them>`,
      `… and 3 more: <${page}|all of them>`,
    ]);
    expect(tell('ru', { moreWaiting: 4 }, null)).toMatch(/^… и ещё 4$/m);
  });

  it('is one line where there is nothing to say, and says that no log tells', () => {
    const nothing = { waiting: [], onProduction: [], wentOut: [], locks: [] };
    expect(tell('en', nothing)).toBe(
      ':sunny: No release waits or is on production, and nothing is frozen or went out since 27/02/2026, 09:30 UTC.',
    );
    expect(tell('ru', { ...nothing, wentOut: null })).toBe(
      ':sunny: Релизов в ожидании и на проде нет, заморозок тоже.',
    );
    expect(tell('en', { ...nothing, moreWaiting: 2 })).toMatch(/Waits longest\*\n… and 2 more/);
    expect(tell('en', { wentOut: [] })).toMatch(/^Nothing went out since 27/m);
    expect(tell('en', { wentOut: null })).toMatch(/^No release log tells right now/m);
  });
});

const spread = (medianMs: number | null, p90Ms = medianMs) => ({ medianMs, p90Ms });
const figures = (over: Partial<Figures>): Figures => ({
  ...{ releases: 14, rolledBack: 1, nudges: 3 },
  ...{ lead: spread(2 * hour, 5 * hour), waitForGood: spread(30 * minute), waitForLock: spread(10 * minute) },
  ...{ waitForAdmin: spread(null), onProduction: spread(20 * minute) },
  ...over,
});
const week: Statistics = {
  ...{ since: now - 168 * hour, until: now, total: figures({}), restore: spread(15 * minute), incidents: 1 },
  byComponent: [
    { component: 'billing', ...figures({ releases: 9, rolledBack: 1 }) },
    { component: 'db', ...figures({ releases: 5, rolledBack: 0 }) },
  ],
  byMonth: [],
};
const before: Statistics = {
  ...week,
  total: figures({
    ...{
      releases: 10,
      rolledBack: 2,
      nudges: 3,
      lead: spread(90 * minute),
      waitForGood: spread(45 * minute),
    },
    ...{ waitForLock: spread(10 * minute + 59_000), waitForAdmin: spread(5 * minute) },
  }),
  restore: spread(null),
  incidents: 2,
};
const report: Report = {
  week,
  before,
  longestWait: {
    ...{ ticket: 'PAY-3', tickets: ['PAY-3'], title: 'Refunds', url: null, requester: 'U_DAN' },
    ...{ waitedFor: 'good', ms: 51 * hour },
  },
};

describe('the report', () => {
  it('tells each measure, and how it differs from the week before', () => {
    expect(textsIn('en').regular.report(report, around, page).split('\n')).toEqual([
      ':bar_chart: *The last seven days, against the seven before*',
      '• *Deployment frequency*: 2 a day (14 releases) · ↑ 4 more',
      '• *Lead time, from the request to the finish*: median 2 hrs, nine in ten within 5 hrs · ↑ 30 mins longer',
      '• *Change failure rate*: 7% (1 rolled back) · ↓ 13 points lower',
      '• *Time to restore*: median 15 mins, nine in ten within 15 mins',
      '• *Wait for the good*: median 30 mins, nine in ten within 30 mins · ↓ 15 mins shorter',
      '• *Wait for the lock*: median 10 mins, nine in ten within 10 mins · = as before',
      '• *Wait for the admin*: –',
      '• *On production*: median 20 mins, nine in ten within 20 mins · = as before',
      '• *Incidents*: 1 · ↓ 1 fewer',
      '• *Nudges*: 3 · = as before',
      '',
      '*Busiest*: `billing` 9 (1 rolled back), `db` 5',
      `*Longest wait*: ${key('PAY-3')} Refunds waited 2 days, 3 hrs for the good (<@U_DAN>)`,
      `<${page}?view=statistics&amp;last=7d|All figures>`,
    ]);
  });

  it('tells the same in Russian', () => {
    const lines = textsIn('ru').regular.report(report, around, null).split('\n');
    expect(lines).toContain('• *Частота релизов*: 2 в день (14 релизов) · ↑ на 4 больше');
    expect(lines).toContain(
      '• *Срок поставки, от просьбы до завершения*: медиана 2 ч, девять из десяти за 5 ч · ↑ на 30 мин дольше',
    );
    expect(lines.join('\n')).toMatch(/Доля неудач.*7\s%.*↓ на 13 п. п. ниже/);
    expect(lines).toContain('• *Инциденты*: 1 · ↓ на 1 меньше');
    expect(lines.slice(-2)).toEqual([
      '*Чаще всего выкатывали*: `billing` 9 (откачено 1), `db` 5',
      `*Самое долгое ожидание*: ${key('PAY-3')} Refunds · ожидание добра: 2 дн., 3 ч (<@U_DAN>)`,
    ]);
  });

  it('says so where there was nothing in either week', () => {
    const none = { ...week, total: figures({ releases: 0 }), incidents: 0, byComponent: [] };
    const { report: tellReport } = textsIn('en').regular;
    expect(tellReport({ week: none, before: none, longestWait: null }, around, page)).toBe(
      ':bar_chart: No release ended on production in the last seven days, nor in the seven before.',
    );
    expect(tellReport({ week: none, before, longestWait: null }, around, null)).toMatch(
      /0 releases.*↓ 10 fewer/,
    );
  });
});
