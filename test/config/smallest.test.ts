/** What the contract shows a value for may be left out. */
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { readTicketKey } from '../../domain/command/ticket-key.ts';
import { linkOfKey, linkTemplatesOf } from '../../domain/trackers.ts';
import { textsIn, wordQuestion } from '../../texts/index.ts';
import { loadText } from './load-text.ts';

const load = (tickets: string, slack = '{}') =>
  loadText(`slack: ${slack}
people: { approvers: [U_VERA], admins: [U_ADAM] }
tickets: ${tickets}
components: { db: {} }
`);

it('the smallest configuration has its channel and its file, and tickets without addresses', async () => {
  const { slack, tickets } = await load('{ tracker: file }');
  expect(slack.releaseChannel).toBe('releases');
  expect(tickets).toMatchObject([{ tracker: 'file', name: 'tickets', keys: '*', addresses: [] }]);
  expect(tickets).toMatchObject([{ file: expect.stringMatching(/\/tickets\.yaml$/) as string }]);
  expect(tickets).not.toMatchObject([{ file: resolve('tickets.yaml') }]);
  expect(linkOfKey('PAY-1', tickets)).toBeNull();
  expect(readTicketKey('pay-1', linkTemplatesOf(tickets))).toBe('PAY-1');
});

it('a ticket without an address that nobody asked for can be asked for, unlike the number of a release', async () => {
  const settings = await load('{ tracker: file }');
  const said = (ticket: string) =>
    wordQuestion({ type: 'status', ticket, release: null }, textsIn('en'), settings);
  expect(said('PAY-1')).toBe('Nobody has asked for a release of PAY-1. `dobro PAY-1` asks for one.');
  expect(said('REL-1')).toBe('There is no release `REL-1`.');
});

it('a tracker of your own that says nothing else is linked at the address that is asked', async () => {
  const { tickets } = await load(
    '{ tracker: http, url: "https://own.example.com/t/{key}", ticket: { title: body.t } }',
  );
  expect(linkOfKey('OWN-1', tickets)).toBe('https://own.example.com/t/OWN-1');
});

it.each([
  ['{ tracker: file, file: }', '{ releaseChannel: }'],
  ['{ tracker: , keys: }', '{ releaseChannel: # its name\n}'],
  ['{ file: tickets.yaml }', '{ speakers: }'],
  ['{}', '{}'],
])('what is there and empty counts as left out, and a tracker as a file: %s, %s', async (tickets, slack) => {
  const read = await load(tickets, slack);
  expect(read.slack).toEqual((await load('{ tracker: file }')).slack);
  const file = expect.stringMatching(/\/tickets\.yaml$/) as string;
  expect(read.tickets).toMatchObject([{ tracker: 'file', name: 'tickets', keys: '*', file }]);
});

it.each([
  ['{ url: "https://t.example.com" }', '{}', 'tickets.tracker: is missing'],
  ['{ tracker: jira, file: }', '{}', 'tickets.file: unknown key'],
  ['{ tracker: file }', '{ releaseChannel: #releases\n}', 'slack.releaseChannel: is empty'],
])('what is meant to be something else is a mistake: %s, %s', async (tickets, slack, mistake) => {
  await expect(load(tickets, slack)).rejects.toThrow(mistake);
});
