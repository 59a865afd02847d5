/** Jira Data Center 8.20, played by a third-party emulator. It accepts any token, and shows every project. */
import { beforeAll, expect, it } from 'vitest';
import { ticketReader } from '../support/ticket-reader.ts';
import type { TicketReader } from '../support/ticket-reader.ts';
import { startJira } from './jira.ts';
import type { Jira } from './jira.ts';

let jira: Jira;
let bot: TicketReader;
let key: string;
let other: string;
beforeAll(async () => {
  jira = await startJira();
  bot = await ticketReader(
    { tickets: { tracker: 'jira', url: jira.url, tokenEnv: 'JIRA_TOKEN' } },
    { JIRA_TOKEN: 'a-personal-token' },
  );
  const issue = async (fields: object) => {
    const all = { project: { key: 'PAY' }, issuetype: { name: 'Story' }, ...fields };
    return ((await jira.ask('POST', '/issue', { fields: all })) as { key: string }).key;
  };
  other = await issue({ summary: 'Ledger' });
  key = await issue({
    summary: 'Refunds <b>& more</b>',
    description: 'Back.\n\n- [x] Rollback plan\n\nSee https://wiki.example.com/Refunds',
    labels: ['qa-passed'],
    components: [{ name: 'Payments' }],
  });
  await jira.ask('POST', '/issueLink', {
    ...{ type: { name: 'Blocks' }, inwardIssue: { key }, outwardIssue: { key: other } },
  });
  await jira.ask('POST', `/issue/${key}/remotelink`, {
    object: { url: 'https://wiki.example.com/Plan', title: 'Plan' },
  });
});

it('has an issue with its links and pages', async () => {
  expect(await bot.ticket(key)).toMatchObject({
    key,
    title: 'Refunds <b>& more</b>',
    url: `${jira.url}/browse/${key}`,
    project: 'PAY',
    kind: 'Story',
    status: { name: 'Open', category: 'todo' },
    author: 'Administrator',
    assignee: null,
    labels: ['qa-passed'],
    components: ['Payments'],
    links: [{ type: 'blocks', key: other, url: `${jira.url}/browse/${other}`, status: { name: 'Open' } }],
    checkboxes: [{ text: 'Rollback plan', checked: true }],
    pages: ['https://wiki.example.com/Plan', 'https://wiki.example.com/Refunds'],
    changes: [],
  });
  expect((await bot.ticket(other)).links).toMatchObject([{ type: 'is blocked by', key }]);
});

it('has the status that it came to', async () => {
  type Moves = { transitions: { id: string; to: { name: string } }[] };
  const { transitions } = (await jira.ask('GET', `/issue/${key}/transitions`)) as Moves;
  const [first] = transitions;
  await jira.ask('POST', `/issue/${key}/transitions`, { transition: { id: first?.id } });
  expect((await bot.ticket(key)).status?.name).toBe(first?.to.name);
});

it('does not say of fields whose names are not told that they are empty', async () => {
  expect((await bot.ticket(key)).unread).toEqual({ fields: 'it does not tell what its fields are called' });
  expect(await bot.check(key)).toMatchObject({ outcome: 'unavailable' });
});

it('does not know an issue that is not there', async () => {
  expect(await bot.read('PAY-99999')).toEqual({ outcome: 'unknown' });
});
