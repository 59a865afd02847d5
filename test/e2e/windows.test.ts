/** Recurring freezes, as users and operators meet them: in the configuration, in Slack and in Temporal. */
import { readFile, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { answerTo } from '../support/answer-to.ts';
import { startCompany } from '../support/company.ts';
import type { Company } from '../support/company.ts';
import { eventually } from '../support/eventually.ts';

let company: Company;
beforeAll(async () => {
  company = await startCompany({
    tickets: { 'WIN-1': ['billing'] },
    settings: { locks: { checkEvery: '1s' } },
  });
});
afterAll(() => company.close());

/** Changes the configuration of the running worker and bot. */
async function configure(freezes: readonly object[]): Promise<void> {
  const path = company.env['DOBROBOT_CONFIG'] ?? '';
  const settings = parse(await readFile(path, 'utf8')) as object;
  await writeFile(path, stringify({ ...settings, freezes }));
}

const frozen = [{ reason: 'works in DC-1', by: 'dobrobot.yaml', until: expect.any(String) as string }];
const freezesAre = (expected: readonly object[], component = 'billing') =>
  eventually(async () => {
    expect((await company.lock(component)).freezes).toEqual(expected);
  });
const waitsFor = (expected: string) =>
  eventually(async () => {
    expect((await company.statusOf('WIN-1')).waitingFor).toBe(expected);
  });

describe('a window of the configuration', { concurrent: false }, () => {
  it('reaches an open lock and its holder, and is named with author, end and reason', async () => {
    await company.say('U_ANN', 'dobro WIN-1');
    await company.untilStage('WIN-1', 'awaiting_approval');
    await company.say('U_NORA', 'accept WIN-1');
    await company.untilStage('WIN-1', 'awaiting_admin');
    await company.say('U_SAM', 'here WIN-1');
    await company.untilStage('WIN-1', 'ready');
    await configure([
      {
        components: ['billing'],
        start: '2026-01-01T00:00',
        rule: 'FREQ=DAILY',
        for: '24h',
        reason: 'works in DC-1',
      },
    ]);
    await freezesAre(frozen);
    await waitsFor('freeze');
    const named = /frozen by the configuration until .*: works in DC-1/;
    expect(await answerTo(company, 'U_ANN', 'dep start WIN-1')).toMatch(
      new RegExp(`^Not now: .*${named.source}.*keeps its turn.*override WIN-1`),
    );
    expect(await answerTo(company, 'U_BEN', 'queue')).toMatch(named);
    expect(await answerTo(company, 'U_BEN', 'status WIN-1')).toMatch(named);
  });

  it('is not lifted by unfreeze, which says what is the way', async () => {
    const answer = await answerTo(company, 'U_SAM', 'unfreeze billing');
    expect(answer).toMatch(/frozen by the configuration.*change `freezes` in `dobrobot.yaml`.*override/s);
    await answerTo(company, 'U_SAM', 'freeze billing manual work');
    expect(await answerTo(company, 'U_SAM', 'unfreeze billing')).toMatch(
      /^Done\..*frozen by the configuration/s,
    );
    await freezesAre(frozen);
  });

  it('is known to the successor of a coordinator that is gone, and ends with the configuration', async () => {
    await company.temporal.client.workflow.getHandle('lock:billing').terminate('a test');
    await freezesAre(frozen);
    await eventually(async () => {
      expect((await company.lock('billing')).holders).toMatchObject([{ ticket: 'WIN-1' }]);
    });
    await waitsFor('freeze');
    await configure([]);
    await freezesAre([]);
    await waitsFor('start');
    await company.say('U_ANN', 'dep start WIN-1');
    await company.untilStage('WIN-1', 'deploying');
  });
});

it('a freeze of a lock that nobody uses is over when its time is', async () => {
  // Long enough for a busy machine to set it and be asked about it before it is over.
  await company.say('U_SAM', 'freeze ledger for 8s works');
  await freezesAre([expect.objectContaining({ reason: 'works', by: 'U_SAM' }) as object], 'ledger');
  await freezesAre([], 'ledger');
});
