import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCompany, type Company } from '../support/company.ts';
import { Conversation } from '../support/conversation.ts';
import { steps } from '../support/conversation-steps.ts';

// The first and the second release touch `billing`, which depends on `db`; the third touches only the iOS app.
const cast = { first: 'PAY-1', second: 'PAY-2', third: 'PAY-3', component: 'billing' };
const instant = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as string;
const token = expect.any(Number) as number;

let company: Company;
let conversation: Conversation;
const tokens: Record<string, number[]> = { billing: [], db: [] };

beforeAll(async () => {
  company = await startCompany({
    tickets: { 'PAY-1': ['billing'], 'PAY-2': ['billing'], 'PAY-3': ['ios-app'] },
  });
  conversation = new Conversation(company, cast);
});
afterAll(() => company.close());

/** Plays the next step of `user`, with all its effects: stages, the lock, and what each person can read. */
async function play(user: string, words: string): Promise<void> {
  const index = steps.findIndex((step, n) => n === played && step.user === user);
  expect(steps[index]?.words, 'the next step').toBe(words);
  await conversation.play(index, index + 1);
  played += 1;
  for (const [component, seen] of Object.entries(tokens)) {
    seen.push(...(await company.lock(component)).holders.map((holder) => holder.token));
  }
}
let played = 0;

const held = (component: string, mode: string) => ({ component, mode, state: 'held', token });
const waiting = (component: string, mode: string) => ({ component, mode, state: 'waiting', token: null });
const holder = (ticket: string, mode: string, started: boolean) => ({
  releaseId: `release:${ticket}`,
  ticket,
  mode,
  token,
  since: instant,
  started,
});

// The steps build on each other.
describe('two developers, two approvers and an admin', { concurrent: false }, () => {
  it('ask for the good, which approvers and the channel hear', async () => {
    await play('U_ANN', 'dobro first');
    await play('U_BEN', 'dobro second');
    await play('U_ANN', 'dobro third');
    expect(await company.statusOf('PAY-1')).toMatchObject({
      ticket: 'PAY-1',
      title: 'Title of PAY-1',
      url: 'https://jira.company.example/view/PAY-1',
      stage: 'awaiting_approval',
      requester: 'U_ANN',
      components: ['billing'],
      locks: [],
      admin: { needed: true, user: null },
      acceptedBy: [],
      priority: 'normal',
      waitingFor: 'good',
      since: instant,
      history: [
        { n: 1, at: instant, type: 'requested', actor: 'U_ANN' },
        { n: 2, at: instant, type: 'checksPassed', actor: null },
      ],
    });
    expect(await company.lock('billing')).toEqual({
      component: 'billing',
      holders: [],
      queue: [],
      freezes: [],
    });
  });

  it('give the good: the first has its turn, the second waits for it, the third for nobody', async () => {
    await play('U_NORA', 'accept first');
    await play('U_OTTO', 'accept second');
    await play('U_NORA', 'accept third');
    expect(await company.statusOf('PAY-1')).toMatchObject({
      stage: 'awaiting_admin',
      waitingFor: 'admin',
      acceptedBy: ['U_NORA'],
      locks: [held('billing', 'exclusive'), held('db', 'shared')],
    });
    expect(await company.statusOf('PAY-2')).toMatchObject({
      stage: 'queued',
      waitingFor: 'lock',
      acceptedBy: ['U_OTTO'],
      locks: [waiting('billing', 'exclusive'), waiting('db', 'shared')],
    });
    expect(await company.statusOf('PAY-3')).toMatchObject({
      stage: 'ready',
      waitingFor: 'start',
      admin: { needed: false, user: null },
      locks: [],
    });
    expect(await company.lock('billing')).toEqual({
      component: 'billing',
      holders: [holder('PAY-1', 'exclusive', false)],
      queue: [
        {
          releaseId: 'release:PAY-2',
          ticket: 'PAY-2',
          mode: 'exclusive',
          priority: 'normal',
          position: 1,
          since: instant,
        },
      ],
      freezes: [],
    });
    expect((await company.lock('db')).holders).toEqual([holder('PAY-1', 'shared', false)]);
  });

  it('start and finish; who starts too early hears the reason and the place', async () => {
    await play('U_SAM', 'here first');
    expect(await company.statusOf('PAY-1')).toMatchObject({ admin: { needed: true, user: 'U_SAM' } });
    await play('U_BEN', 'dep start second');
    await play('U_ANN', 'dep start third');
    await play('U_ANN', 'dep start first');
    expect(await company.lock('billing')).toMatchObject({ holders: [holder('PAY-1', 'exclusive', true)] });
    await play('U_ANN', 'dep finish third');
    expect(await company.statusOf('PAY-2')).toMatchObject({ stage: 'queued' });
  });

  it('let go of the lock, which the next one gets', async () => {
    await play('U_ANN', 'dep finish first');
    expect(await company.lock('billing')).toEqual({
      component: 'billing',
      holders: [holder('PAY-2', 'exclusive', false)],
      queue: [],
      freezes: [],
    });
    await play('U_SAM', 'here second');
    await play('U_BEN', 'dep start second');
    await play('U_SAM', 'dep finish second');
  });

  it('read all of this once, and nothing else', async () => {
    expect(played).toBe(steps.length);
    await conversation.over();
    for (const component of ['billing', 'db']) {
      expect(await company.lock(component)).toEqual({ component, holders: [], queue: [], freezes: [] });
    }
    expect(await company.statusOf('PAY-2')).toMatchObject({ stage: 'finished', waitingFor: null, locks: [] });
  });

  it('see tokens that only grow', () => {
    for (const seen of Object.values(tokens)) {
      expect(seen).toEqual([...seen].sort((a, b) => a - b));
      expect(new Set(seen).size).toBe(2);
    }
  });
});
