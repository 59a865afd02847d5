/** Text from a tracker neither mentions anyone nor floods a channel. */
import { expect, it } from 'vitest';
import { languages } from '../../domain/settings.ts';
import { textsIn } from '../../texts/index.ts';
import type { QueuedRelease } from '../../domain/messages/question-answer.ts';
import type { Surroundings } from '../../texts/index.ts';
import { titled } from '../../texts/ticket.ts';

const title = `<@U_EVE> <!channel> ${'&'.repeat(3000)}`;
const release: QueuedRelease = {
  ticket: 'PAY-1',
  tickets: ['PAY-1'],
  title,
  url: null,
  requester: 'U_ANN',
  admin: null,
  stage: 'awaiting_approval',
  components: ['ledger'],
  locks: [],
  since: 0,
};
const around: Surroundings = {
  ...{ approvers: [], asked: [], approversOf: [], admins: [], adminsOf: { components: [], people: [] } },
  components: [],
  linkOf: (ticket) => `https://t.example.com/${ticket}`,
  locks: [],
  usual: {},
  timezone: 'UTC',
  now: 0,
};

it.each(languages)('in the language %s', (language) => {
  const { queue, home } = textsIn(language);
  const texts = [
    titled(release, around),
    queue([release], around, { component: null, critical: [], unlisted: 0 }),
    home.release(release, around),
  ];
  for (const text of texts) {
    expect(text).toContain('&lt;@U_EVE&gt; &lt;!channel&gt; &amp;');
    expect(text.length).toBeLessThan(1300);
  }
});

it.each(languages)('names each of several tickets in the language %s', (language) => {
  const { queue, home } = textsIn(language);
  const several = { ...release, title: 'Refunds', tickets: ['PAY-1', 'PAY-2', 'PAY-3', 'PAY-4'] };
  const lock = { component: 'ledger', holders: [], queue: [], freezes: [] };
  const held = { releaseId: 'release:PAY-1', ticket: 'PAY-1', mode: 'exclusive', token: 1 } as const;
  const holders = [{ ...held, since: '2030-01-01T00:00:00.000Z', started: false }];
  const texts = [
    queue([several], around, { component: null, critical: [], unlisted: 0 }),
    home.release(several, around),
    home.lock({ ...lock, holders }, [several], around),
  ];
  for (const text of texts) expect(text).toMatch(/\|PAY-1>, <[^>]*\|PAY-2>, <[^>]*\|PAY-3>, \+1/);
});

it('tells back what somebody typed as they typed it', () => {
  const told = textsIn('en').mistake({
    code: 'unknownCommand',
    word: '<b>&lt;<!channel>',
    nearest: 'help',
    says: null,
  });
  expect(told).toContain('`&lt;b&gt;&amp;lt;&lt;!channel&gt;`');
});
