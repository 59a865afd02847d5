import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { startCompany, type Company } from '../support/company.ts';
import { castOf, Conversation, stepAt, touchedBy } from '../support/conversation.ts';
import { steps } from '../support/conversation-steps.ts';
import { eventuallyTrue } from '../support/eventually.ts';
import { redelivered, type SlackLine } from '../support/slack-line.ts';
import { Transcript } from '../support/transcript.ts';
import { patienceMs } from '../support/patience.ts';

/**
 * As many conversations as there are steps, each played up to its own number, so that one death hits every step: conversation 5
 * has five steps behind it when the worker dies. Each has tickets and a critical component of its own. A step must have exactly
 * the effects that it has in an undisturbed conversation.
 */
const numbers = steps.map((_, index) => index);
const conversations: Conversation[] = [];
let company: Company;
let line: SlackLine;

beforeAll(async () => {
  company = await startCompany({ ...touchedBy(numbers.map(castOf)), ownLine: true });
  if (company.line === null) throw new Error('The company has no line of its own');
  ({ line } = company);
  const transcript = new Transcript(company);
  conversations.push(...numbers.map((n) => new Conversation(company, castOf(n), transcript)));
  await Promise.all(conversations.map((conversation, number) => conversation.play(0, number)));
}, 300_000);
afterAll(() => company.close());

/** Calls `act` for each open conversation with its next step after `ahead` others. */
async function each<T>(
  ahead: number,
  act: (conversation: Conversation, step: number) => Promise<T>,
): Promise<T[]> {
  const open = conversations.slice(0, steps.length - ahead);
  return Promise.all(open.map((conversation, number) => act(conversation, number + ahead)));
}

it('goes on after the worker was killed between two steps, and does what was said meanwhile', async () => {
  await company.worker().kill();
  await each(0, (conversation, step) => conversation.say(stepAt(step)));
  await company.startWorker();
  await each(0, (conversation, step) => conversation.settled(step));
}, 300_000);

it('goes on after the worker was killed when it had posted and not yet heard from Slack', async () => {
  line.withholdAnswers();
  const answered = await each(1, async (conversation, step) => {
    await conversation.say(stepAt(step));
    return stepAt(step).read.some(({ place }) => place === 'general');
  });
  // Each answer, and the first of the messages for everyone; the others queue behind it.
  const posted = answered.filter((isAnswered) => isAnswered).length + 1;
  await eventuallyTrue(() => line.withheld() >= posted);
  await company.worker().kill();
  line.answerAgain();
  await company.startWorker();
  await each(1, (conversation, step) => conversation.settled(step));
}, 300_000);

it('goes on after the bot was killed when it had received a message, which Slack delivers again', async () => {
  const envelopes = await each(2, (conversation, step) => {
    const { user, words } = stepAt(step);
    return company.write(user, conversation.wordsOf(words));
  });
  envelopes.forEach(line.send);
  // Now some are not even read, some were signalled but not acknowledged, and one is done.
  await vi.waitUntil(() => envelopes.some(line.acknowledged), { timeout: patienceMs, interval: 1 });
  await company.bot().kill();
  await company.startBot();
  await eventuallyTrue(() => line.connections() === 1);
  const unacknowledged = envelopes.filter((envelope) => !line.acknowledged(envelope));
  await Promise.all(unacknowledged.map((envelope) => line.deliver(redelivered(envelope))));
  await each(2, (conversation, step) => conversation.settled(step));
}, 300_000);

it('comes to the same end, and told nothing twice', async () => {
  await Promise.all(conversations.map((conversation, number) => conversation.play(number + 3)));
  await Promise.all(conversations.map((conversation) => conversation.over()));
  for (const { cast } of conversations) {
    expect(await company.lock(cast.component)).toMatchObject({ holders: [], queue: [] });
  }
}, 300_000);
