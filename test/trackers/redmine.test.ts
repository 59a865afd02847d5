/** A real Redmine from Debian. */
import { beforeAll, describe, expect, it } from 'vitest';
import { sectionText } from '../../domain/signs/page.ts';
import { ticketWriter } from '../support/ticket-writer.ts';
import { ticketReader } from '../support/ticket-reader.ts';
import type { TicketReader } from '../support/ticket-reader.ts';
import { startRedmine } from './redmine.ts';
import type { Redmine } from './redmine.ts';

let redmine: Redmine;
let bot: TicketReader;
const readerWith = (key: string) =>
  ticketReader(
    { tickets: { tracker: 'redmine', url: redmine.url, tokenEnv: 'REDMINE_KEY' } },
    { REDMINE_KEY: key },
  );
beforeAll(async () => {
  redmine = await startRedmine();
  bot = await readerWith(redmine.keys.bot);
});
const key = (name: string): string => redmine.issues[name] ?? name;
const at = (name: string): string => `${redmine.url}/issues/${key(name)}`;

it('has a ticket with its fields, boxes and relations', async () => {
  expect(await bot.ticket(key('refunds'))).toEqual({
    key: key('refunds'),
    title: 'Refunds <b>& more</b>',
    url: at('refunds'),
    project: 'Payments',
    kind: 'Feature',
    status: { name: 'Closed', category: 'done' },
    author: 'Rita Example',
    assignee: 'Rita Example',
    labels: [],
    components: ['billing'],
    fields: {
      Priority: 'Normal',
      'Target version': '2.0',
      QA: 'Passed',
      Regions: ['EU', 'US'],
      'Customer demo': '1',
      'Release notes': 'https://wiki.example.com/Refunds_notes',
      'Rollback documentation': '0',
      Points: '3',
      // Redmine returns the number of a user.
      Tester: expect.stringMatching(/^\d+$/) as string,
      Empty: null,
    },
    links: [
      { type: 'relates', key: key('demo'), url: at('demo'), status: { name: 'New', category: null } },
      {
        type: 'blocked by',
        key: key('ledger'),
        url: at('ledger'),
        status: { name: 'Closed', category: 'done' },
      },
    ],
    checkboxes: [
      { text: 'Code review', checked: true },
      { text: 'Announced', checked: false },
    ],
    text: expect.stringContaining('Back to the buyer.') as string,
    changes: [],
    // Without those in the notes, because anybody may write notes.
    pages: ['https://wiki.example.com/Refunds', 'https://wiki.example.com/Refunds_notes'],
    signs: {},
    unread: {},
  });
});

it('has a relation told from its other end', async () => {
  expect((await bot.ticket(key('ledger'))).links).toMatchObject([{ type: 'blocks', key: key('refunds') }]);
});

it('has the signs that its fields and boxes say, and not those to which they say no', async () => {
  expect(await bot.check(key('refunds'))).toMatchObject({
    outcome: 'checked',
    missingSigns: ['rollbackDocs'],
    evidence: { releaseDocs: { shown: [{ url: 'https://wiki.example.com/Refunds_notes' }] } },
  });
  expect(await bot.check(key('demo'))).toMatchObject({
    missingSigns: ['codeReview', 'qa', 'customerDemo', 'releaseDocs', 'rollbackDocs'],
  });
});

it('finds one that was moved, or whose project was closed', async () => {
  expect(await bot.ticket(key('moved'))).toMatchObject({ title: 'Moved', project: 'Mobile' });
  expect(await bot.ticket(key('closed'))).toMatchObject({ title: 'Shut', project: 'Closed' });
});

it.each(['deleted', '4711', '99999999999999999999'])('does not know %s', async (name) => {
  expect(await bot.read(key(name))).toEqual({ outcome: 'unknown' });
  expect(await bot.check(key(name))).toEqual({ outcome: 'unknownTicket', ticket: key(name) });
});

it.each(['hidden', 'private', 'archived'])('cannot tell of one that is %s', async (name) => {
  expect(await bot.read(key(name))).toEqual({
    outcome: 'cannotTell',
    reason: `${redmine.url} does not let the credential see it (HTTP 403)`,
  });
});

it('may be seen by another', async () => {
  const rita = await readerWith(redmine.keys.rita);
  expect(await rita.ticket(key('hidden'))).toMatchObject({ title: 'Hush', project: 'Secret' });
  expect((await rita.ticket(key('refunds'))).fields).toHaveProperty('Salary');
});

describe.each([
  ['wrong', () => 'no-such-key'],
  ['of somebody who is locked', () => redmine.keys.gone],
])('with a key that is %s', (_, wrong) => {
  it.each(['refunds', 'hidden', 'deleted', '4711'])(
    'cannot tell of %s, though it answers nobody as well',
    async (name) => {
      const reader = await readerWith(wrong());
      const reason = `${redmine.url} does not take the credential in REDMINE_KEY: it is wrong or has expired`;
      expect(await reader.read(key(name))).toEqual({ outcome: 'badCredentials', reason });
      expect(reader.refused).toEqual([reason]);
    },
  );
});

describe('a page of its wiki', () => {
  it.each([
    ['Plan_20', 'Plan 20'],
    ['Возвраты', 'Возвраты'],
    ['New_plan', 'New plan'],
  ])('is read at %s', async (name, title) => {
    const reading = await bot.page(`${redmine.url}/projects/payments/wiki/${name}`);
    expect(reading).toMatchObject({ outcome: 'found', page: { title } });
    if (reading.outcome === 'found')
      expect(sectionText(reading.page, 'Release')).toBe('Switch it on for everybody.\n# first');
  });

  it.each(['payments/wiki/Nothing', 'nothing/wiki/Plan'])('is missing at %s', async (path) => {
    expect(await bot.page(`${redmine.url}/projects/${path}`)).toEqual({ outcome: 'missing' });
  });

  // A renamed page leads to one for browsers.
  it.each(['secret/wiki/Plan', 'secret/wiki/Nothing', 'payments/wiki/Old_plan'])(
    'cannot be told at %s',
    async (path) => {
      expect(await bot.page(`${redmine.url}/projects/${path}`)).toMatchObject({ outcome: 'cannotTell' });
    },
  );

  it.each(['payments/wiki/New_plan', 'payments/wiki/Nothing'])(
    'cannot be told with a wrong key at %s',
    async (path) => {
      const reader = await readerWith('no-such-key');
      expect(await reader.page(`${redmine.url}/projects/${path}`)).toMatchObject({
        outcome: 'cannotTell',
        reason: expect.stringContaining('REDMINE_KEY') as string,
      });
    },
  );
});

describe('is told what happened', () => {
  const transitions = { started: 'in progress', finished: 'Resolved', rolledBack: 'Deployed' };
  const writer = (by: string) =>
    ticketWriter(
      {
        ...{ tracker: 'redmine', url: redmine.url, tokenEnv: 'REDMINE_KEY' },
        writeBack: { comment: true, transitions },
      },
      { REDMINE_KEY: by },
    );
  const seen = async (name: string) => {
    const { issue } = (await redmine.ask('GET', `/issues/${key(name)}.json?include=journals`)) as {
      issue: { status: { name: string }; journals: { notes: string }[] };
    };
    const notes = issue.journals.map((one) => one.notes).filter((text) => text.includes('dobrobot'));
    return { status: issue.status.name, notes };
  };

  it('by notes and statuses, each once', async () => {
    const tell = await writer(redmine.keys.rita);
    await tell(key('demo'), 'started', 'ask @rita, *now*');
    await tell(key('demo'), 'started', 'ask @rita, *now*');
    expect(await seen('demo')).toEqual({
      status: 'In Progress',
      notes: [expect.stringMatching(/^Release started: billing[^@*]*\(dobrobot \S+\)$/s) as string],
    });
    await tell(key('demo'), 'finished');
    const { status, notes } = await seen('demo');
    expect([status, notes.length]).toEqual(['Resolved', 2]);
  });

  it('and refuses a status that there is none of, or that the workflow keeps the user from', async () => {
    const rita = await writer(redmine.keys.rita);
    await expect(rita(key('moved'), 'rolledBack')).rejects.toThrow(
      /has no status Deployed; it has .*In Progress/,
    );
    const bot = await writer(redmine.keys.bot);
    await expect(bot(key('ledger'), 'started')).rejects.toThrow(/HTTP 403|keeps the status Closed/);
    expect((await seen('ledger')).status).toBe('Closed');
  });
});
