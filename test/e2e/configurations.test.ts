/** Configuration as people change it: two workers with two files, a file that is broken or missing, and what the terminal says of it. */
import { readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { configurations, introduceConfiguration } from '../../client/configurations.ts';
import { placeOf } from '../../config/settings-source.ts';
import type { Child } from '../../start/child.ts';
import { dobrobot } from '../cli/dobrobot.ts';
import { messagesOf } from '../support/cards.ts';
import { startCompany, type Company } from '../support/company.ts';
import { eventually } from '../support/eventually.ts';
import { startWorker } from '../support/processes.ts';

let company: Company;
let file: string;
let other: string;
beforeAll(async () => {
  company = await startCompany({
    tickets: { 'CONF-1': ['billing'], 'CONF-2': ['billing'] },
    components: { billing: { critical: true, admin: false } },
    settings: { locks: { checkEvery: '1s' } },
  });
  file = company.env['DOBROBOT_CONFIG'] ?? '';
  other = join(dirname(file), 'other.yaml');
});
afterAll(() => company.close());

const window = { components: ['billing'], start: '2026-01-01T00:00', rule: 'FREQ=DAILY', for: '24h' };
const frozen = (reason: string) => [{ ...window, reason }];

async function change(path: string, values: object): Promise<void> {
  const before = parse(await readFile(file, 'utf8')) as object;
  await writeFile(path, stringify({ ...before, ...values }));
}

const running = async () => {
  const { running: found } = await configurations(company.temporal.client);
  return found?.place;
};
const runningVersion = async () => (await configurations(company.temporal.client)).running?.version;
const untilRuns = (path: string) =>
  eventually(async () => {
    expect(await running()).toBe(placeOf(path));
  });
const untilFrozen = (reasons: readonly string[]) =>
  eventually(async () => {
    const { freezes } = await company.lock('billing');
    expect(freezes.map(({ reason }) => reason)).toEqual(reasons);
  });
const untilSays = (child: Child, words: RegExp) =>
  eventually(() => {
    expect(child.lastLines().join('\n')).toMatch(words);
  });

/** How often a workflow got this signal. */
async function signals(workflowId: string, name: string): Promise<number> {
  const { events } = await company.temporal.client.workflow.getHandle(workflowId).fetchHistory();
  return (events ?? []).filter(
    ({ workflowExecutionSignaledEventAttributes: signal }) => signal?.signalName === name,
  ).length;
}

const config = async (words: readonly string[], path = file, env: Readonly<Record<string, string>> = {}) => {
  const { code, out, err } = await dobrobot(['config', ...words], {
    ...company.env,
    DOBROBOT_CONFIG: path,
    ...env,
  });
  return { code, out, err };
};
const doctor = async (path: string) => {
  const { out } = await dobrobot(['doctor', '--json'], { ...company.env, DOBROBOT_CONFIG: path });
  const { findings } = JSON.parse(out) as { findings: { name: string; state: string; text: string }[] };
  return findings.filter(({ name }) => name === 'running configuration');
};

describe('two workers with different files', { concurrent: false }, () => {
  let second: Child;
  beforeAll(async () => {
    await untilRuns(file);
    await change(other, { freezes: frozen('works') });
    second = await startWorker({ ...company.env, DOBROBOT_CONFIG: other });
  });
  afterAll(() => second.kill());

  it('go by the one that came last, the other says so, and the lock is left alone then', async () => {
    await untilFrozen(['works']);
    // Locks are prepared before a configuration takes effect.
    await expect.poll(running).toBe(placeOf(other));
    await untilSays(company.worker(), /The configuration \w+ runs, .*other\.yaml.* differs in freezes/);
    const changed = async (values: object) => {
      const before = await runningVersion();
      await change(other, { freezes: frozen('more works'), ...values });
      const version = await eventually(async () => {
        const found = await runningVersion();
        expect(found).not.toBe(before);
        return found ?? '';
      });
      await untilSays(company.worker(), new RegExp(`The configuration ${version} runs`));
      await untilFrozen(['more works']);
      return signals('lock:billing', 'configure');
    };
    await changed({});
    // By now both workers have checked the lock under the same configuration.
    const times = await changed({ language: 'en' });
    expect(await changed({ language: 'ru' })).toBe(times);
    expect(await changed({ language: 'en' })).toBe(times);
  });

  it('are named by the terminal, with what differs', async () => {
    const [own, newer] = await Promise.all([config(['diff']), config(['diff'], other)]);
    expect([own.code, newer.code]).toEqual([1, 0]);
    expect(own.out).toMatch(/^\w+ runs, which .*other\.yaml introduced at/);
    expect(own.out).toContain('- freezes[0].reason: "more works"');
    expect(own.out).toMatch(/^Worker .*company\.yaml: \w+ since /m);
    expect(newer.out).toContain('This file says the same.');
    const { code, out } = await config(['diff', '--json']);
    expect([code, JSON.parse(out)]).toMatchObject([
      1,
      {
        running: { place: placeOf(other) },
        differences: expect.arrayContaining([
          { path: 'freezes[0].reason', running: 'more works', file: null },
        ]) as unknown,
        workers: [{ place: placeOf(file) }, { place: placeOf(other) }],
      },
    ]);
    expect(await doctor(file)).toMatchObject([
      { state: 'wrong', text: expect.stringMatching(/other\.yaml runs, not this file.*freezes/) as string },
      { state: 'wrong', text: expect.stringMatching(/the worker with .*company\.yaml has had/) as string },
    ]);
  });

  it('do not change that by coming back; by an edit they do', async () => {
    await company.worker().kill();
    await company.startWorker();
    await untilSays(company.worker(), /The configuration \w+ runs, .*other\.yaml/);
    // Locks are prepared before a configuration takes effect.
    await expect.poll(running).toBe(placeOf(other));
    await change(file, { freezes: frozen('an edit') });
    await untilFrozen(['an edit']);
    await untilSays(second, /The configuration \w+ runs, .*company\.yaml.* differs in freezes\[0\]\.reason/);
    expect(await running()).toBe(placeOf(file));
  });

  it('whose place has no worker any more is forgotten', async () => {
    const { client } = company.temporal;
    const gone = { place: 'gone:/dobrobot.yaml', version: 'v9', values: {} };
    await introduceConfiguration(client, gone, await configurations(client));
    await eventually(async () => {
      expect(await signals('configuration', 'left')).toBeGreaterThan(0);
      const { places } = await configurations(client);
      expect(places.map(({ place }) => place).sort()).toEqual([placeOf(file), placeOf(other)]);
    });
  });

  it('know what runs after its workflow was terminated', async () => {
    const { client } = company.temporal;
    // Which configuration runs is known before its content is.
    const before = await eventually(async () => {
      const found = await configurations(client);
      expect(found.running?.values).not.toBeNull();
      return found;
    });
    await client.workflow.getHandle('configuration').terminate('a test');
    expect((await configurations(client)).running).toEqual(before.running);
    await change(file, { language: 'en', freezes: [] });
    await untilFrozen([]);
    await eventually(async () => {
      expect((await configurations(client)).introduced.length).toBe(before.introduced.length + 1);
    });
  });
});

const told = async (words: RegExp) =>
  (await messagesOf(company, await company.slack.dm('U_SAM'))).filter(({ text }) => words.test(text)).length;

describe('a file that cannot be used', { concurrent: false }, () => {
  let good: string;
  beforeAll(async () => {
    good = await readFile(file, 'utf8');
    await rm(other);
    await untilRuns(file);
  });

  it('is not used, and worker and bot start without it, also when it is gone', async () => {
    const broken = `${good}\nlanguage: [`;
    await writeFile(file, broken);
    await untilSays(company.worker(), /The configuration is not used: .*company\.yaml:\d+: /);
    for (const gone of [false, true]) {
      if (gone) await rm(file);
      await Promise.all([company.worker().kill(), company.bot().kill()]);
      await Promise.all([company.startWorker(), company.startBot()]);
      const says = gone ? /not used: Cannot read the configuration/ : /not used: .*company\.yaml:\d+: /;
      await untilSays(company.worker(), says);
      await untilSays(company.bot(), says);
      const ticket = gone ? 'CONF-2' : 'CONF-1';
      await company.say('U_ANN', `dobro ${ticket}`);
      await company.untilStage(ticket, 'awaiting_approval');
    }
    await eventually(async () => {
      expect(await told(/company\.yaml` cannot be used.*:\d+: /s)).toBe(1);
      expect(await told(/company\.yaml` cannot be used.*Cannot read/s)).toBe(1);
    });
    expect(await config(['diff'])).toMatchObject({ code: 1 });
  });

  it('is told by the terminal, with each mistake', async () => {
    await writeFile(file, `${good}\nlanguages: en\n`);
    const { code, err } = await config(['check']);
    expect([code, err]).toEqual([1, expect.stringMatching(/company\.yaml:\d+: languages: /)]);
    const asJson = await config(['check', '--json']);
    expect([asJson.code, JSON.parse(asJson.out)]).toMatchObject([
      1,
      { version: null, mistakes: [{ path: 'languages', line: expect.any(Number) as number }] },
    ]);
    await writeFile(file, good);
    expect(await config(['check'])).toMatchObject({
      code: 0,
      out: expect.stringMatching(/is right/) as string,
    });
    expect(await config(['check', '--json', file], '/nowhere.yaml')).toMatchObject({ code: 0 });
    expect(await config(['check', '--quick'])).toMatchObject({ code: 2 });
    expect(await config(['diff'], file, { TEMPORAL_ADDRESS: '127.0.0.1:1' })).toMatchObject({ code: 3 });
  });
});
