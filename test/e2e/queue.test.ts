/** The answers to `queue`, in general and for one component. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { general, startCompany } from '../support/company.ts';
import type { Company } from '../support/company.ts';
import { eventually } from '../support/eventually.ts';

let company: Company;
beforeAll(async () => {
  company = await startCompany({
    tickets: { 'PAY-1': ['billing'], 'PAY-2': ['ledger'], 'PAY-3': ['ios-app'] },
  });
  for (const ticket of ['PAY-1', 'PAY-2', 'PAY-3']) await company.say('U_ANN', `dobro ${ticket}`);
  await company.untilStage('PAY-1', 'awaiting_approval');
  await company.say('U_NORA', 'accept PAY-1');
  await company.untilStage('PAY-1', 'awaiting_admin');
  await eventually(async () => {
    expect((await company.lock('db')).holders).toHaveLength(1);
  });
  await company.untilStage('PAY-2', 'awaiting_approval');
  await company.untilStage('PAY-3', 'awaiting_approval');
}, 300_000);
afterAll(() => company.close());

/** Visibility lists lag a little behind, so the question is repeated until the answer has all of this. */
async function queue(words: string, all: readonly RegExp[]): Promise<string> {
  return eventually(async () => {
    const { ts } = await company.say('U_BEN', words);
    const answer = await eventually(async () => {
      const [, ...answers] = (await company.slack.messages(general)).filter(
        (message) => message.ts === ts || message.thread_ts === ts,
      );
      expect(answers).not.toEqual([]);
      return answers.map(({ text }) => text).join('\n');
    });
    for (const part of all) expect(answer).toMatch(part);
    return answer;
  });
}

it('tells all of it', async () => {
  await queue('queue', [
    /\*billing\*/,
    /\*db\*/,
    /Title of PAY-1/,
    /Title of PAY-2/,
    /Title of PAY-3/,
    /Free: `ledger`/,
  ]);
});

it('tells of one component whoever has its lock, though only for what depends on it, and nobody else', async () => {
  const answer = await queue('queue db', [/\*db\*/, /Title of PAY-1 \(<@U_ANN>\), for .*, shared/]);
  expect(answer).not.toMatch(/PAY-2|PAY-3|billing/);
});

it('tells of a component without a lock who waits for the good', async () => {
  const answer = await queue('queue ios-app', [/Title of PAY-3/]);
  expect(answer).not.toMatch(/PAY-1|PAY-2/);
});
