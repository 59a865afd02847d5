/** A calendar event freezes, and ends, whatever happens to the calendar's server and the worker in between. */
import { readFile, writeFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { startCalendar } from '../support/calendar-server.ts';
import { answerTo } from '../support/answer-to.ts';
import { startCompany } from '../support/company.ts';
import type { Company } from '../support/company.ts';
import { testDatabase } from '../support/database.ts';

const hour = 3_600_000;

it('an event freezes what its title chooses until it is over', async () => {
  const calendar = await startCalendar();
  const company = await startCompany({
    tickets: { 'CAL-1': ['ledger'] },
    database: await testDatabase(),
    settings: {
      locks: { checkEvery: '1s' },
      internalHosts: ['127.0.0.1'],
      calendars: [
        {
          name: 'network works',
          url: calendar.url,
          every: '1s',
          components: { 'DC-1': ['ledger'], 'DC-2': ['db'] },
        },
      ],
    },
  });
  const freezesAre = (expected: readonly object[], component = 'ledger') =>
    expect.poll(async () => (await company.lock(component)).freezes).toEqual(expected);
  const works = { title: 'DC-1: switches', from: Date.now() - hour, until: Date.now() + hour };
  const frozen = {
    ...{ reason: 'DC-1: switches', by: 'dobrobot.yaml', until: expect.any(String) as string },
    event: {
      ...{ calendar: 'network works', organizer: 'Nadia Orlova', url: 'https://calendar.example.com/1' },
    },
  };

  await company.say('U_ANN', 'dobro CAL-1');
  await company.untilStage('CAL-1', 'awaiting_approval');
  await company.say('U_NORA', 'accept CAL-1');
  await company.untilStage('CAL-1', 'awaiting_admin');
  await company.say('U_SAM', 'here CAL-1');
  await company.untilStage('CAL-1', 'ready');
  calendar.show([works]);
  await freezesAre([frozen]);
  await freezesAre([], 'db');

  // The holder knows the freeze, and the answers name its source.
  await expect.poll(async () => (await company.statusOf('CAL-1')).waitingFor).toBe('freeze');
  const named =
    /frozen by Nadia Orlova in the calendar network works until .*: <https:\/\/calendar\.example\.com\/1\|DC-1: switches>/;
  expect(await answerTo(company, 'U_ANN', 'dep start CAL-1')).toMatch(named);
  expect(await answerTo(company, 'U_BEN', 'queue')).toMatch(named);
  expect(await answerTo(company, 'U_SAM', 'unfreeze ledger')).toMatch(
    /move or cancel the event in the calendar network works.*override/,
  );

  // Neither a calendar that is away, nor another worker, nor another coordinator lifts the freeze.
  calendar.become('silent');
  await company.worker().kill();
  await company.startWorker();
  await company.temporal.client.workflow.getHandle('lock:ledger').terminate('a test');
  await freezesAre([frozen]);
  await expect.poll(async () => (await company.lock('ledger')).holders).toMatchObject([{ ticket: 'CAL-1' }]);

  // A configured freeze comes and goes next to it.
  await configure(company, [
    { components: ['ledger'], start: '2026-01-01T00:00', rule: 'FREQ=DAILY', for: '24h', reason: 'night' },
  ]);
  await freezesAre([expect.objectContaining({ reason: 'night' }) as object, frozen]);
  await configure(company, []);
  await freezesAre([frozen]);

  await company.say('U_NORA', 'override CAL-1 it is urgent');
  await company.say('U_ANN', 'dep start CAL-1');
  await company.untilStage('CAL-1', 'deploying');

  calendar.show([]);
  calendar.become('well');
  await freezesAre([]);
  await company.close();
}, 300_000);

it('without a database, a worker that starts while the calendar is away leaves locks as they are; an event ends by itself', async () => {
  const calendar = await startCalendar();
  const company = await startCompany({
    tickets: { 'CAL-2': ['ledger'] },
    settings: {
      locks: { checkEvery: '1s' },
      internalHosts: ['127.0.0.1'],
      calendars: [{ name: 'network works', url: calendar.url, every: '1s', components: { '*': 'all' } }],
    },
  });
  await company.say('U_ANN', 'dobro CAL-2');
  await company.untilStage('CAL-2', 'awaiting_approval');
  // Locks know freezes to the minute.
  const until = Math.ceil((Date.now() + 60_000) / 60_000) * 60_000;
  calendar.show([{ title: 'works', from: Date.now() - hour, until }]);
  await expect.poll(async () => (await company.lock('ledger')).freezes).toHaveLength(1);
  calendar.become('gone');
  await company.worker().kill();
  await company.startWorker();
  await company.say('U_NORA', 'accept CAL-2');
  await company.untilStage('CAL-2', 'queued');
  const other = company.temporal.client.workflow.getHandle('lock:db');
  // The reconciler has restarted this lock twice, so it has checked the others in between.
  for (let looks = 0; looks < 2; looks += 1) {
    const { runId } = await other.describe();
    await other.terminate('a test');
    await expect.poll(async () => (await other.describe()).runId).not.toBe(runId);
  }
  expect((await company.lock('ledger')).freezes).toHaveLength(1);
  await company.untilStage('CAL-2', 'awaiting_admin', 150_000);
  expect(Date.now()).toBeGreaterThanOrEqual(until);
  await company.close();
}, 300_000);

/** Changes the configuration of the running worker and bot. */
async function configure(company: Company, freezes: readonly object[]): Promise<void> {
  const path = company.env['DOBROBOT_CONFIG'] ?? '';
  const settings = parse(await readFile(path, 'utf8')) as object;
  await writeFile(path, stringify({ ...settings, freezes }));
}
