/** The judges of the outages, on evidence built by hand: each finds what it is meant to find, and nothing where all is well. */
import { expect, it } from 'vitest';
import { Coordinator, request } from '../chaos/coordinator.ts';
import { commandsLost } from './commands-kept.ts';
import { untold } from './everyone-told.ts';
import { heldTwice } from './held-twice.ts';
import { logGaps } from './log-complete.ts';
import type { Said, Told } from './said.ts';
import type { Life, Post, Row } from './witnesses.ts';

const minuteMs = 60_000;
const ticket = 'LOAD-1';
const said = (signal: Said['signal'], commandId: string): Said => ({
  ...{ ticket, signal, actor: 'U_ANN', commandId },
  ...{ via: commandId.includes(':') ? 'slack' : 'api', at: 0 },
});
const told = (signal: Said['signal'], commandId: string, done: boolean): Told => ({
  ...said(signal, commandId),
  ...{ done, afterMs: 1 },
});

const row = (n: number, type: string, more: Partial<Row> = {}): Row => ({
  ...{ release_key: 'k', n, ticket, type, at: new Date(n * minuteMs) },
  ...{ actor: 'U_ANN', command_id: `c${n}`, facts: {} },
  ...more,
});
const rows = [
  row(1, 'requested'),
  row(2, 'checksPassed', { actor: null, command_id: null }),
  row(3, 'accepted', { actor: 'U_NORA', command_id: 'C1:3.0' }),
  row(4, 'turnCame', { actor: null, command_id: null, facts: { adminNeeded: false } }),
  row(5, 'started', { at: new Date(9 * minuteMs) }),
  row(6, 'finished', { at: new Date(10 * minuteMs) }),
];
const life: Life = {
  ticket,
  history: rows.map(({ n, type, at }) => ({ n, type, at: at.toISOString() })),
};
const link = '<https://t.example.com/LOAD-1|LOAD-1> Title';
const inThread = (text: string): Post => ({ place: 'shipping', thread: '1.0', text });
const card: Post = { place: 'shipping', thread: null, text: `✅ ${link}: finished` };
const story = [
  inThread(`<@U_NORA> gave the good to ${link}.`),
  inThread(`<@U_ANN> started ${link} on x`),
  inThread(`<@U_ANN> finished ${link}: the release is done.`),
];
const turn: Post = { place: 'U_ANN', thread: null, text: `✔️ <@U_ANN> started ${link}` };
const posts: readonly Post[] = [card, ...story, turn, { place: 'general', thread: '3.0', text: 'Done.' }];

it('finds nothing where each command was done or refused once', () => {
  const calls = [told('request', 'c1', true), told('depStart', 'c5', true), told('depFinish', 'late', false)];
  expect(commandsLost(calls, [said('accept', 'C1:3.0')], rows, posts)).toEqual([]);
});

it('sees a command that was lost, one that was done twice, and one that was done though refused', () => {
  const lost = told('depStart', 'gone', true);
  const twice = [...rows, row(7, 'started', { command_id: 'c5' })];
  expect(commandsLost([lost], [], rows, [])).toEqual([expect.stringContaining('done, and written is ""')]);
  expect(commandsLost([told('depStart', 'c5', true)], [], twice, [])).toEqual([
    expect.stringContaining('written is "started,started"'),
  ]);
  expect(commandsLost([told('depStart', 'c5', false)], [], rows, [])).toEqual([
    expect.stringContaining('refused, and written is "started"'),
  ]);
});

it('sees who has no answer in Slack, and who has two', () => {
  const asked = said('accept', 'C1:3.0');
  expect(commandsLost([], [asked], rows, [])).toContainEqual(expect.stringContaining('0 answers'));
  expect(commandsLost([], [asked], rows, [...posts, ...posts])).toEqual([
    expect.stringContaining('2 answers'),
  ]);
});

it('takes that somebody has to wait for no answer, once', () => {
  const asked = said('accept', 'C1:3.0');
  const look = {
    place: 'general',
    thread: '3.0',
    text: `I am looking at ${link} once more; I will tell you the result.`,
  };
  expect(commandsLost([], [asked], rows, [look, ...posts])).toEqual([]);
  expect(commandsLost([], [asked], rows, [look, look, ...posts])).toHaveLength(1);
  expect(commandsLost([], [asked], rows, [look])).toContainEqual(expect.stringContaining('1 answers'));
});

it('finds the log complete, and sees what it lacks or has twice', () => {
  expect(logGaps([ticket], rows, [life])).toEqual([]);
  const withoutGood = rows.filter(({ type }) => type !== 'accepted');
  expect(logGaps([ticket], withoutGood, [life]).join()).toMatch(/logged 1 .*gaps between/s);
  const twice = [...rows, row(7, 'started')];
  expect(logGaps([ticket], twice, [life])).toContainEqual(`${ticket}: started 2 times`);
  expect(logGaps(['LOAD-2'], rows, [life])).toContainEqual('LOAD-2: closed as 0 releases');
});

it('finds everyone told, and sees who was told nothing, or twice', () => {
  const known = rows.map((one) => (one.type === 'checksPassed' ? { ...one, type: 'other' } : one));
  const asked = ['U_NORA', 'U_OTTO'].map((place): Post => ({ place, thread: null, text: `✔️ ${link}` }));
  expect(untold(rows, [...posts, ...asked], minuteMs * 2)).toEqual([]);
  expect(untold(known, [], minuteMs * 2)).toEqual([
    `${ticket}: turnCame waited 300000 ms, and U_ANN was asked 0 times`,
  ]);
  expect(untold(rows, [...posts, ...asked, ...asked], minuteMs * 2)).toHaveLength(2);
  for (const post of [card, ...story, turn]) {
    const without = [...posts, ...asked].filter((one) => one !== post);
    expect(untold(rows, without, minuteMs * 2), post.text).toHaveLength(1);
    expect(untold(rows, [...without, post, post], minuteMs * 2), post.text).toHaveLength(1);
  }
});

it('sees a lock that is held twice, through every run of its coordinator', () => {
  const exclusive = (name: string) => ({ ...request(name, 1), mode: 'exclusive' as const });
  const [first, second, third] = [exclusive('a'), exclusive('b'), exclusive('c')];
  const holding = () => new Coordinator('a').asked(first, second).tells(['lockGranted', first, 100]);
  const goesOn = new Coordinator('b', 100).tells(['lockGranted', second, 200]);
  expect(heldTwice([holding().left(first).run, goesOn.run])).toEqual([]);
  expect(heldTwice([goesOn.run, holding().run])).toEqual(['lock:queue: b:1 got it while a:1 had it']);
  expect(heldTwice([holding().tells(['lockGranted', second, 200]).run])).toHaveLength(1);
  // The holder and the next request left before the coordinator could send that one its grant.
  const late = holding().asked(third).left(first).left(second);
  const told = late.tells(['lockGranted', second, 200], ['lockGranted', third, 201]);
  expect(heldTwice([told.run])).toEqual([]);
  const shared = new Coordinator('a').asked(request('d', 1), request('e', 1));
  const both = shared.tells(['lockGranted', request('e', 1), 1], ['lockGranted', request('d', 1), 2]);
  expect(heldTwice([both.run])).toEqual([]);
});
