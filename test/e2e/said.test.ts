/** Texts that act and texts that only mention a command: what the bot asks, what its button does, and for whom. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { offerAction } from '../../blocks/offer.ts';
import { botUserId } from '../../start/embedded-slack.ts';
import { general, shipping, startCompany, type Company, type Person } from '../support/company.ts';
import { eventually, eventuallyTrue } from '../support/eventually.ts';
import type { SlackMessage } from '../support/slack.ts';

let company: Company;
const bot = `<@${botUserId}>`;

beforeAll(async () => {
  const tickets = Object.fromEntries([1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => [`SAY-${n}`, ['ios-app']]));
  company = await startCompany({ tickets });
  for (const ticket of Object.keys(tickets)) {
    await company.say('U_ANN', `dobro ${ticket}`);
    await company.untilStage(ticket, 'awaiting_approval');
  }
});
afterAll(() => company.close());

const stageOf = async (ticket: string) => (await company.statusOf(ticket)).stage;
const readBy = async (user: Person, channel: string): Promise<readonly SlackMessage[]> =>
  (await company.slack.messages(channel)).filter(
    ({ user: author, ephemeral_to: reader }) =>
      author === botUserId && (reader === undefined || reader === user),
  );

/** The bot's message that matches, once it exists. */
const untilRead = (user: Person, channel: string, pattern: RegExp) =>
  eventually(async () => {
    const found = (await readBy(user, channel)).find(({ text = '' }) => pattern.test(text));
    if (found === undefined) throw new Error(`${user} does not read ${pattern.source}`);
    return found;
  });

interface Row {
  readonly elements?: readonly { readonly action_id: string; readonly value: string }[];
}
const offerIn = ({ blocks = [] }: SlackMessage) =>
  (blocks as readonly Row[])
    .flatMap(({ elements = [] }) => elements)
    .find(({ action_id: id }) => id === offerAction);

async function press(user: Person, channel: string, message: SlackMessage): Promise<void> {
  const button = offerIn(message);
  if (button === undefined) throw new Error('There is no button');
  await company.slack.interact(channel, message.ts, user, { type: 'button', ...button });
}

it('asks privately whether a command within a text is meant; its button does it, once, for its author alone', async () => {
  await company.slack.say(general, 'U_NORA', `Do not ${bot} accept SAY-1`);
  const asked = await untilRead('U_NORA', general, /meant.*accept SAY-1/);
  expect(asked.ephemeral_to).toBe('U_NORA');
  expect(await stageOf('SAY-1')).toBe('awaiting_approval');
  await press('U_OTTO', general, asked);
  await untilRead('U_OTTO', general, /Only <@U_NORA>/);
  expect(await stageOf('SAY-1')).toBe('awaiting_approval');
  await press('U_NORA', general, asked);
  await company.untilStage('SAY-1', 'ready');
  await press('U_NORA', general, asked);
  expect((await company.statusOf('SAY-1')).acceptedBy).toEqual(['U_NORA']);
  const taken = await eventually(async () => {
    const message = (await readBy('U_NORA', general)).find(({ ts }) => ts === asked.ts);
    expect(message?.text).toMatch(/^On it: `accept SAY-1`$/);
    return message;
  });
  expect(taken === undefined ? null : offerIn(taken)).toBeUndefined();
});

it.each([`&gt; ${bot} accept SAY-2`, `~${bot} accept SAY-2~`, `We must never ${bot} accept SAY-2 again`])(
  'does nothing at %j',
  async (text) => {
    const before = (await readBy('U_NORA', general)).length;
    await company.slack.say(general, 'U_NORA', text);
    await eventuallyTrue(async () => (await readBy('U_NORA', general)).length > before);
    expect(await stageOf('SAY-2')).toBe('awaiting_approval');
  },
);

it('carries out each line that begins with its mention, and answers each', async () => {
  const text = `${bot} reject SAY-3 no plan\n${bot} accept SAY-4`;
  const { ts } = await company.slack.say(general, 'U_NORA', text);
  await company.untilStage('SAY-4', 'ready');
  const { history } = await company.statusOf('SAY-3');
  expect(history.at(-1)).toMatchObject({ type: 'rejected' });
  await eventuallyTrue(
    async () => (await readBy('U_NORA', general)).filter((m) => m.thread_ts === ts).length === 2,
  );
});

it('offers what a message says once it was changed', async () => {
  const { ts } = await company.slack.say(general, 'U_NORA', `${bot} status SAY-5`);
  await company.slack.editMessage(general, ts, 'U_NORA', `${bot} accept SAY-5`);
  const asked = await untilRead('U_NORA', general, /changed message.*accept SAY-5/);
  expect(asked.ephemeral_to).toBe('U_NORA');
  expect(await stageOf('SAY-5')).toBe('awaiting_approval');
  await press('U_NORA', general, asked);
  await company.untilStage('SAY-5', 'ready');
});

it('knows under a card which ticket is meant', async () => {
  const card = await untilRead('U_NORA', shipping, /SAY-6/);
  await company.slack.say(shipping, 'U_NORA', `${bot} approve, please`, card.ts);
  await company.untilStage('SAY-6', 'ready');
  await company.slack.say(shipping, 'U_ANN', `${bot} поехали`, card.ts);
  await company.untilStage('SAY-6', 'deploying');
});

it('offers what a word may mean as a button', async () => {
  await company.say('U_NORA', 'decline SAY-7 no plan');
  const asked = await untilRead('U_NORA', general, /decline.*reject SAY-7 no plan/);
  expect(await stageOf('SAY-7')).toBe('awaiting_approval');
  await press('U_NORA', general, asked);
  await eventually(async () => {
    expect(await stageOf('SAY-7')).toBe('rejected');
  });
});

it('asks whether a good beside a sign that refuses is one, and gives it once that is confirmed', async () => {
  await company.say('U_NORA', 'accept SAY-9 👎');
  const asked = await untilRead('U_NORA', general, /not sure.*accept SAY-9/);
  expect(await stageOf('SAY-9')).toBe('awaiting_approval');
  await press('U_NORA', general, asked);
  await company.untilStage('SAY-9', 'ready');
});

it('takes the button for a yes, though the words it was made of are a question', async () => {
  await company.slack.say(general, 'U_NORA', `Ann, why did ${bot} accept SAY-9 👎?`);
  const asked = await untilRead('U_NORA', general, /meant.*accept SAY-9/);
  await press('U_NORA', general, asked);
  await untilRead('U_NORA', general, /has its good already/);
});

it('hands over to living people only', async () => {
  await company.say('U_ANN', `handover SAY-8 to ${bot}`);
  await untilRead('U_ANN', general, /cannot take over `SAY-8`/);
  await company.say('U_ANN', 'handover SAY-8 to <@U_NOBODY_KNOWS>');
  await untilRead('U_ANN', general, /<@U_NOBODY_KNOWS> cannot take over `SAY-8`/);
  await company.say('U_ANN', 'handover SAY-8 to <@U_BEN>');
  await eventually(async () => {
    expect((await company.statusOf('SAY-8')).requester).toBe('U_BEN');
  });
});

it('freezes several components, for as long as is said', async () => {
  await company.say('U_NORA', 'freeze db and ledger moving for 2 hours');
  await eventually(async () => {
    for (const component of ['db', 'ledger']) {
      const [freeze] = (await company.lock(component)).freezes;
      expect(freeze).toMatchObject({ reason: 'moving', by: 'U_NORA', until: expect.any(String) as string });
    }
  });
});

it('tells what is mine, what is on production, and who has to do with a component', async () => {
  await company.say('U_ANN', 'my releases');
  await untilRead('U_ANN', general, /Your releases.*SAY-6/s);
  await company.say('U_ANN', 'what is on prod?');
  await untilRead('U_ANN', general, /Goes to production now.*SAY-6/s);
  await company.say('U_ANN', 'who holds billing?');
  await untilRead('U_ANN', general, /Nobody holds `billing`.*Approvers: <@U_NORA>/s);
  await company.slack.say(general, 'U_ANN', `hi ${bot}`);
  await untilRead('U_ANN', general, /^Hello!|`dobro PAY-1/);
});
