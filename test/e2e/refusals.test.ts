import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { components, general, startCompany, type Company, type Person } from '../support/company.ts';
import { Transcript } from '../support/transcript.ts';
import { botUserId } from '../../start/embedded-slack.ts';
import { eventually, eventuallyTrue } from '../support/eventually.ts';

/** One ticket per stage, all requested by Ann but the last. */
const tickets = {
  'WAIT-1': ['ios-app'],
  'WORK-1': ['nobody-knows-it'],
  'TURN-1': ['billing'],
  'LINE-1': ['billing'],
  'READY-1': ['ledger'],
  'PROD-1': ['search'],
  'DONE-1': ['ios-app'],
  'NORA-1': ['ios-app'],
  'NEVER-1': ['ios-app'],
};
const asked = Object.keys(tickets).filter((ticket) => ticket !== 'NEVER-1');
const critical = ['db', 'billing', 'ledger', 'search', 'mail'];

let company: Company;
let transcript: Transcript;

beforeAll(async () => {
  company = await startCompany({
    tickets,
    components: { ...components, search: { critical: true }, mail: { critical: true } },
  });
  transcript = new Transcript(company);
  const { say, untilStage } = company;
  for (const ticket of asked) await say(ticket === 'NORA-1' ? 'U_NORA' : 'U_ANN', `dobro ${ticket}`);
  await untilStage('WORK-1', 'needs_work');
  for (const ticket of ['TURN-1', 'LINE-1', 'READY-1', 'PROD-1', 'DONE-1']) {
    await untilStage(ticket, 'awaiting_approval');
    await say('U_OTTO', `accept ${ticket}`);
    // The queue is ordered by the time of approval, which each release takes when it handles the command.
    if (ticket === 'TURN-1') await untilStage(ticket, 'awaiting_admin');
  }
  for (const ticket of ['READY-1', 'PROD-1']) {
    await untilStage(ticket, 'awaiting_admin');
    await say('U_SAM', `here ${ticket}`);
  }
  for (const ticket of ['PROD-1', 'DONE-1']) {
    await untilStage(ticket, 'ready');
    await say('U_ANN', `dep start ${ticket}`);
    await untilStage(ticket, 'deploying');
  }
  await say('U_ANN', 'dep finish DONE-1');
  await company.temporal.client.workflow.getHandle('release:DONE-1').result();
  await untilStage('LINE-1', 'queued');
  // Messages from the preparation must not be mistaken for effects of a command.
  await eventually(async () => {
    expect(await transcript.posts()).toHaveLength(postsOfPreparation);
  });
});
afterAll(() => company.close());

/** Everything that a refused command has to leave unchanged. */
async function standing(): Promise<unknown> {
  return Promise.all([...asked.map(company.statusOf), ...critical.map(company.lock)]);
}

/** An announced request leads to three messages, Nora's own to two; one that needs work leads to one. */
const prepared = {
  welcome: 1,
  asked: 6 * 3 + 2 + 1,
  accepted: 5 * 2,
  calledFor: 3 * 2,
  here: 2 * 3,
  turn: 2,
  started: 2 * 2,
  done: 2,
};
const postsOfPreparation = Object.values(prepared).reduce((sum, posts) => sum + posts);

const answersTo = async (ts: string) =>
  (await company.slack.messages(general)).filter(
    (message) => message.user === botUserId && message.thread_ts === ts,
  );

type Row = readonly [user: Person, words: string, answer: RegExp];

function refuses(name: string, rows: readonly Row[]): void {
  describe(name, { concurrent: false }, () => {
    it.each(rows.map((row) => [row[0], row[1].slice(0, 60), row] as const))(
      '%s: %s',
      async (_user, _words, row) => {
        await refused(row);
      },
    );
  });
}

async function refused([user, words, answer]: Row): Promise<void> {
  const before = await standing();
  const posts = (await transcript.posts()).length;
  const { ts } = await company.say(user, words);
  await eventuallyTrue(async () => (await answersTo(ts)).length > 0);
  const [told, ...more] = await answersTo(ts);
  expect([told?.text, more]).toEqual([expect.stringMatching(answer), []]);
  expect(JSON.stringify(told), 'it pings nobody').not.toMatch(/<[@!]/);
  expect(await standing()).toEqual(before);
  await eventuallyTrue(async () => (await transcript.posts()).length > posts);
  expect((await transcript.posts()).length, 'nobody hears of it but who asked').toBe(posts + 1);
}

refuses('a person without the role hears which one it takes and who has it', [
  ['U_BEN', 'recheck WAIT-1', /requester.*@ann/],
  ['U_BEN', 'accept WAIT-1', /approver.*@nora @otto/],
  ['U_ANN', 'accept WAIT-1', /approver.*@nora @otto/],
  ['U_SAM', 'accept WAIT-1', /approver.*@nora @otto/],
  ['U_NORA', 'accept NORA-1', /Four eyes.*@otto/],
  ['U_ANN', 'reject WAIT-1 no good', /approver.*@nora @otto/],
  ['U_ANN', 'here TURN-1', /admin.*@sam/],
  ['U_NORA', 'here TURN-1', /admin.*@sam/],
  ['U_SAM', 'here READY-1', /already/],
  ['U_BEN', 'dep start READY-1', /requester @ann.*admin @sam/],
  ['U_NORA', 'dep finish PROD-1', /requester @ann.*admin @sam/],
  ['U_BEN', 'dep rollback PROD-1 it burns', /requester @ann.*admin @sam/],
  ['U_BEN', 'cancel WAIT-1', /requester @ann.*approver.*@nora @otto/],
  ['U_BEN', 'handover WAIT-1 <@U_BEN>', /requester @ann.*approver.*@nora @otto/],
  ['U_ANN', 'override LINE-1 hurry', /approver.*@nora @otto/],
  ['U_BEN', 'freeze billing party', /approver or an admin.*@nora @otto @sam/],
  ['U_BEN', 'freeze all party', /approver or an admin.*@nora @otto @sam/],
  ['U_BEN', 'unfreeze billing', /approver or an admin.*@nora @otto @sam/],
  ['U_ANN', 'unlock billing hurry', /approver or an admin.*@nora @otto @sam/],
]);

refuses('a command out of turn hears what the release waits for', [
  ['U_ANN', 'dobro WAIT-1', /@ann asked.*WAIT-1.*already.*waits for the good/],
  ['U_BEN', 'dobro PROD-1', /@ann asked.*PROD-1.*already.*on production/],
  ['U_BEN', 'dobro WORK-1', /@ann asked.*WORK-1.*already.*needs work/],
  ['U_ANN', 'recheck PROD-1', /PROD-1.*on production/],
  ['U_OTTO', 'accept WORK-1', /WORK-1.*needs work.*@ann/],
  ['U_OTTO', 'accept LINE-1', /LINE-1.*good already.*@otto/],
  ['U_OTTO', 'reject PROD-1 too late', /PROD-1.*good already/],
  ['U_SAM', 'here WAIT-1', /WAIT-1.*waits for the good.*@nora @otto/],
  ['U_SAM', 'here WORK-1', /WORK-1.*needs work/],
  ['U_ANN', 'dep start WAIT-1', /WAIT-1.*waits for the good.*@nora @otto/],
  ['U_ANN', 'dep start WORK-1', /WORK-1.*needs work/],
  ['U_ANN', 'dep start TURN-1', /TURN-1.*waits for an admin.*@sam/],
  ['U_ANN', 'dep start LINE-1', /LINE-1.*1st in line.*billing.*TURN-1/],
  ['U_ANN', 'dep start PROD-1', /PROD-1.*on production/],
  ['U_ANN', 'dep finish WAIT-1', /WAIT-1.*waits for the good/],
  ['U_ANN', 'dep finish READY-1', /READY-1.*dep start READY-1/],
  ['U_ANN', 'dep rollback LINE-1', /LINE-1.*1st in line/],
  ['U_ANN', 'cancel PROD-1', /PROD-1.*on production.*dep finish PROD-1.*dep rollback PROD-1/],
  ['U_NORA', 'override WAIT-1 hurry', /nothing to override.*WAIT-1.*waits for the good/],
  ['U_NORA', 'override LINE-1 hurry', /nothing to override.*LINE-1.*TURN-1/],
  ['U_NORA', 'unlock search', /say why/],
  ['U_NORA', 'unlock mail broken', /mail/],
  ...['recheck', 'accept', 'here', 'dep start', 'dep finish', 'dep rollback', 'cancel'].map(
    (command): Row => ['U_NORA', `${command} DONE-1`, /DONE-1.*is finished.*dobro DONE-1/],
  ),
]);

refuses(
  'an unknown ticket is said to be that',
  ['NOPE-404', 'NEVER-1'].flatMap((ticket) =>
    [
      ...['recheck', 'accept', 'here', 'dep start', 'dep finish', 'dep rollback', 'cancel', 'status'],
      ...['reject WHICH no', 'override WHICH no', 'handover WHICH <@U_BEN>'],
    ].map((command): Row => {
      const words = command.includes('WHICH') ? command.replace('WHICH', ticket) : `${command} ${ticket}`;
      return ['U_NORA', words, new RegExp(`Nobody has asked.*${ticket}.*dobro ${ticket}`)];
    }),
  ),
);

refuses('what is no command hears what might have been meant', [
  ['U_ANN', '', /`dobro PAY-1`.*`help everything`/s],
  ['U_NORA', 'acept WAIT-1', /acept.*`accept TICKET/],
  ['U_ANN', 'dorbo NEVER-1', /dorbo.*`dobro TICKET/],
  ['U_ANN', 'dep strat READY-1', /dep strat.*`dep start TICKET/],
  ['U_ANN', 'dep READY-1', /`dep /],
  ['U_ANN', 'NEVER-1', /`dobro TICKET/],
  ['U_ANN', 'dobro', /Which ticket.*`dobro TICKET/],
  ['U_NORA', 'accept', /Which ticket.*`accept TICKET/],
  ['U_NORA', 'accept PAY', /PAY.*no ticket.*`accept TICKET/],
  ['U_NORA', 'accept WAIT-1 WORK-1', /WORK-1.*help accept/],
  ['U_NORA', 'freeze billing ledger moving', /`ledger`/],
  ['U_NORA', 'freeze billing from 18:00 until 20:00 moving', /begins at once/],
  ['U_NORA', 'reject WAIT-1', /say why.*reject WAIT-1/],
  ['U_ANN', 'dobro NEVER-1 hotfx', /hotfx.*`hotfix`/],
  ['U_ANN', 'dobro NEVER-1 components:', /components:/],
  ['U_ANN', 'dobro NEVER-1 components:all', /components:/],
  ['U_ANN', 'dobro NEVER-1 "faster refunds"', /quotes/],
  ['U_ANN', 'help acept', /acept.*help accept/],
  ['U_NORA', 'freeze', /freeze/],
  ['U_NORA', 'freeze nothing-we-have party', /nothing-we-have.*`billing`/],
  ['U_NORA', 'freeze ios-app party', /ios-app/],
  ['U_ANN', 'queue nothing-we-have', /nothing-we-have.*`billing`/],
  ['U_NORA', 'handover WAIT-1', /handover WAIT-1/],
  ['U_NORA', `reject WAIT-1 ${'x'.repeat(4000)}`, /too long.*3000/],
  ['U_ANN', 'dobro '.repeat(800), /too long.*3000/],
]);

const shout = '<!channel> <!here|here> <!everyone>';
refuses('Slack markup is data', [
  ['U_NORA', '<!channel>', /`@channel`/],
  ['U_NORA', '&lt;!channel&gt; &amp;lt;', /`&lt;!channel&gt;`/],
  ['U_NORA', 'accept <!channel>', /no ticket/],
  ['U_NORA', 'accept &lt;b&gt;', /no ticket/],
  ['U_NORA', 'accept <http://evil.example|WAIT-1>', /`http:\/\/evil.example` is no ticket/],
  ['U_NORA', `dobro NEVER-1 ${shout}`, /`@channel`/],
  ['U_NORA', 'accept NEVER-1\n<!here>', /Nobody has asked/],
  ['U_BEN', `reject WAIT-1 ${shout} <@U1|x> *bold* \`code\` <http://evil.example|PAY-1>\nline`, /approver/],
  ['U_BEN', `freeze billing ${shout}`, /approver/],
  ['U_BEN', 'accept *WAIT-1*', /approver/],
  ['U_BEN', 'accept `WAIT-1`', /approver/],
  [
    'U_BEN',
    'accept <https://jira.company.example/view/WAIT-1?a=1&amp;b=2|the ticket, as a link>',
    /approver/,
  ],
  ['U_ANN', `help ${shout}`, /`@channel @here @everyone`/],
  ['U_ANN', `queue ${shout}`, /help queue/],
  ['U_ANN', 'queue &lt;!channel&gt;', /no component/],
]);

it('tells only the requester of a ticket that the tracker does not know, and leaves nothing open', async () => {
  const before = (await transcript.posts()).length;
  await company.say('U_ANN', 'dobro NOPE-404');
  await company.untilStage('NOPE-404', 'cancelled');
  await company.temporal.client.workflow.getHandle('release:NOPE-404').result();
  await eventuallyTrue(async () => (await transcript.posts()).length > before);
  expect((await transcript.posts()).filter(({ text }) => text.includes('does not know'))).toEqual([
    { place: 'U_ANN', text: expect.stringMatching(/not know.*NOPE-404/) as string },
  ]);
  expect((await transcript.posts()).length).toBe(before + 1);
});

it('announces that all freezes are lifted only where there are some', async () => {
  const about = async () =>
    (await transcript.posts()).filter(({ text }) =>
      /^Done\. Every freeze|lifted every freeze|^Nothing is frozen/.test(text),
    );
  await company.say('U_SAM', 'freeze ledger works');
  await eventuallyTrue(async () => (await company.lock('ledger')).freezes.length > 0);
  await company.say('U_SAM', 'unfreeze all');
  await eventually(async () => {
    const places = (await about()).map(({ place }) => place);
    expect(places.sort()).toEqual(['general', 'shipping']);
  });
  await company.say('U_SAM', 'unfreeze all');
  await eventually(async () => {
    const text = expect.stringMatching(/^Nothing is frozen/) as string;
    expect(await about()).toContainEqual({ place: 'general', text });
  });
  expect(await about()).toHaveLength(3);
});

it('calls nobody by what a reason or a ticket says, announced or not', async () => {
  const reason = `${shout} &lt;!channel&gt; <@U_BEN|ben> <http://evil.example|PAY-1> *so* \`it\`\nis & was`;
  const said = [
    await company.say('U_NORA', `reject WAIT-1 ${reason}`),
    await company.say('U_ANN', `cancel TURN-1 ${reason}`),
    await company.say('U_NORA', `freeze ledger ${reason}`),
    await company.say('U_ANN', 'dep start READY-1'),
    await company.say('U_ANN', `dep rollback PROD-1 ${reason}`),
  ];
  await eventually(async () => {
    const told = (await transcript.posts()).filter(({ text }) => text.includes('evil.example'));
    for (const about of ['WAIT-1', 'TURN-1', 'ledger', 'PROD-1']) {
      expect(told.some(({ place, text }) => place === 'shipping' && text.includes(about))).toBe(true);
    }
  });
  for (const { ts } of said) {
    await eventuallyTrue(async () => (await answersTo(ts)).length > 0);
  }
  // A closed release has delivered everything.
  for (const ticket of ['WAIT-1', 'TURN-1', 'PROD-1']) {
    await company.temporal.client.workflow.getHandle(`release:${ticket}`).result();
  }
  for (const channel of (await company.slack.channels()).map(({ id }) => id)) {
    const posts = (await company.slack.messages(channel)).filter(({ user }) => user === botUserId);
    for (const { text, blocks } of posts) {
      expect(`${text ?? ''} ${JSON.stringify(blocks)}`).not.toMatch(/<!(channel|here|everyone)/);
      expect(text).not.toMatch(/<http:\/\/evil/);
    }
  }
});
