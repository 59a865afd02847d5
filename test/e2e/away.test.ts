/** Commands given while the bot was away, or while nothing got through to it. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { botUserId } from '../../start/embedded-slack.ts';
import { general, startCompany, type Company, type Person } from '../support/company.ts';
import { eventually, eventuallyTrue } from '../support/eventually.ts';
import type { SlackLine } from '../support/slack-line.ts';
import { Transcript, type Place } from '../support/transcript.ts';

const minuteMs = 60_000;
let company: Company;
let line: SlackLine;
let transcript: Transcript;

beforeAll(async () => {
  const tickets = Object.fromEntries([1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => [`AWAY-${n}`, ['ios-app']]));
  company = await startCompany({ tickets, ownLine: true });
  if (company.line === null) throw new Error('The company has no line of its own');
  ({ line } = company);
  transcript = new Transcript(company);
});
afterAll(() => company.close());

/** Writes to the bot without delivering the message to it. */
const leave = (user: Person, words: string, thread?: string, channel = general) =>
  company.slack.say(channel, user, channel === general ? `<@${botUserId}> ${words}` : words, thread);

const saidIn = async (where: Place, pattern: RegExp): Promise<readonly string[]> =>
  (await transcript.posts())
    .filter(({ place, text }) => place === where && pattern.test(text))
    .map(({ text }) => text);
const untilSaid = (where: Place, pattern: RegExp, times: number) =>
  eventually(async () => {
    expect(await saidIn(where, pattern)).toHaveLength(times);
  });
const typesOf = async (ticket: string) => (await company.statusOf(ticket)).history.map(({ type }) => type);

/** Resolves once the bot has read what it missed. */
async function restartBot(): Promise<void> {
  const looks = line.faults.calls('users.conversations').length;
  await company.startBot();
  await eventuallyTrue(() => line.faults.calls('users.conversations').length > looks);
}

it('carries out, in order and once, what was said in channels, threads and directly', async () => {
  const { ts } = await company.say('U_ANN', 'dobro AWAY-1');
  await company.untilStage('AWAY-1', 'awaiting_approval');
  await company.bot().kill();
  await leave('U_NORA', 'accept AWAY-1', ts);
  await leave('U_ANN', 'dep start AWAY-1', undefined, await company.slack.dm('U_ANN'));
  await leave('U_BEN', 'status AWAY-1');
  await restartBot();
  await company.untilStage('AWAY-1', 'deploying');
  await untilSaid('general', /Stage `/, 1);
  await company.bot().kill();
  await restartBot();
  await company.say('U_ANN', 'dep finish AWAY-1');
  await untilSaid('shipping', /AWAY-1/, 5);
  await untilSaid('general', /Stage `/, 1);
  await untilSaid('general', /AWAY-1/, 3);
});

it('offers back what is too old, to whoever wrote it, and only what was not done', async () => {
  await company.say('U_ANN', 'dobro AWAY-2');
  await company.untilStage('AWAY-2', 'awaiting_approval');
  await company.bot().kill();
  const done = await leave('U_ANN', 'recheck AWAY-2');
  await company.temporal.client.workflow.getHandle('release:AWAY-2').signal('recheck', {
    actor: 'U_ANN',
    commandId: `${general}:${line.faults.age(done.ts, 20 * minuteMs)}`,
  });
  const accept = await leave('U_NORA', 'accept AWAY-2');
  const thanks = await leave('U_BEN', 'thanks a lot');
  line.faults.age(thanks.ts, 20 * minuteMs);
  const commandTs = line.faults.age(accept.ts, 20 * minuteMs);
  await restartBot();
  await untilSaid('general', /I was away.*accept AWAY-2/, 1);
  expect((await company.statusOf('AWAY-2')).stage).toBe('awaiting_approval');
  // Another restart makes no further offers.
  await company.bot().kill();
  await restartBot();
  await company.say('U_BEN', 'help status');
  await untilSaid('general', /status \[TICKET\]/, 1);
  expect(await saidIn('general', /I was away/)).toHaveLength(1);

  const press = (user: Person) => pressOffer(user, commandTs);
  await press('U_BEN');
  await untilSaid('general', /Only <@U_NORA>/, 1);
  expect((await company.statusOf('AWAY-2')).stage).toBe('awaiting_approval');
  await press('U_NORA');
  await company.untilStage('AWAY-2', 'ready');
  await press('U_NORA');
  await company.say('U_ANN', 'dep start AWAY-2');
  await company.untilStage('AWAY-2', 'deploying');
  expect((await typesOf('AWAY-2')).filter((type) => type === 'accepted')).toHaveLength(1);
});

/** Presses the button that offers the command with this timestamp. */
async function pressOffer(user: Person, commandTs: string): Promise<void> {
  const posts = await company.slack.messages(general);
  const blocks = posts.flatMap((post) => post.blocks ?? []) as {
    elements?: { action_id: string; value?: string }[];
  }[];
  const button = blocks
    .flatMap(({ elements = [] }) => elements)
    .find(({ value }) => value?.includes(`${general}:${commandTs}`) === true);
  expect(button).toBeDefined();
  await line.press({
    user,
    channel: general,
    action: { type: 'button', action_id: button?.action_id ?? '', value: button?.value ?? '' },
  });
}

it('freezes until what was the next such time when it was written', async () => {
  await company.bot().kill();
  const justNow = new Date(Date.now() - minuteMs)
    .toISOString()
    .slice('2026-01-01T'.length, -':00.000Z'.length);
  const { ts } = await leave('U_SAM', `freeze ledger until ${justNow} works`);
  line.faults.age(ts, 10 * minuteMs);
  await restartBot();
  await untilSaid('general', /end of the freeze is past/, 1);
});

it('does what an offer offers in the words in which it was written', async () => {
  await company.bot().kill();
  const { ts } = await leave('U_SAM', 'freeze ledger for 1h R&amp;D &amp;lt; <@U_BEN|ben> <!here>');
  const commandTs = line.faults.age(ts, 20 * minuteMs);
  await restartBot();
  await untilSaid('general', /I was away.*`freeze ledger for 1h R&amp;D &amp;lt; @U_BEN @here`/, 1);
  await pressOffer('U_SAM', commandTs);
  await untilSaid('shipping', /<@U_SAM> froze `ledger`.*: R&amp;D &amp;lt; <@U_BEN> @here$/m, 1);
});

it('makes few offers after a long absence, and says how many it left out', async () => {
  await company.bot().kill();
  for (const n of [3, 4, 5, 6, 7, 8, 9]) {
    const { ts } = await leave('U_BEN', `dobro AWAY-${n}`);
    line.faults.age(ts, 60 * minuteMs);
  }
  await restartBot();
  await untilSaid('general', /I was away when you wrote `dobro AWAY-[5-9]`/, 5);
  await untilSaid('general', /I was away for long, and 2 older/, 1);
  expect(await saidIn('general', /I was away when you wrote `dobro AWAY-[34]`/)).toEqual([]);
});

it('finds what was said while Slack had it connect anew, or the connection was lost', async () => {
  line.askToReconnect('refresh_requested');
  await leave('U_ANN', 'dobro AWAY-3');
  await company.untilStage('AWAY-3', 'awaiting_approval');
  line.dropConnections();
  await leave('U_NORA', 'accept AWAY-3');
  await company.untilStage('AWAY-3', 'ready');
  expect(await saidIn('general', /AWAY-3.*already/)).toEqual([]);
});
