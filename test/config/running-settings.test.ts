/** Which configuration a process uses: its own file, or one that others have introduced. */
import { rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { stringify } from 'yaml';
import { loadConfiguration } from '../../config/load-settings.ts';
import { RunningSettings, placeOf } from '../../config/settings-source.ts';
import type { Sharing } from '../../config/settings-source.ts';
import { introduce, noConfigurations } from '../../domain/configurations.ts';
import type { Configurations } from '../../domain/configurations.ts';
import { eventually } from '../support/eventually.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const configuration = (language: string, more: object = {}): string =>
  stringify({
    language,
    slack: { releaseChannel: 'releases' },
    people: { approvers: ['U_VERA'], admins: ['U_ADAM'] },
    tickets: { tracker: 'file', file: 'tickets.yaml', linkTemplate: 'https://t.example.com/{key}' },
    components: { billing: { critical: true } },
    ...more,
  });

let folder: string;
let file: string;
let clock = 1000;
let known: Configurations;
let told: string[];
let locksInUse: readonly string[];
beforeEach(async () => {
  folder = await temporaryFolder();
  file = join(folder, 'own.yaml');
  known = noConfigurations;
  told = [];
  locksInUse = [];
});

/** With a modification time of its own, however fast the test runs. */
async function write(text: string, path = file): Promise<void> {
  await writeFile(path, text);
  clock += 1;
  await utimes(path, clock, clock);
}

async function elsewhere(text: string, place = 'other:/x.yaml'): Promise<void> {
  const path = join(folder, 'other.yaml');
  await write(text, path);
  const { version, values } = await loadConfiguration(path);
  known = introduce(known, { place, version, values }, Date.now());
}

const sharing = (introduces: boolean): Sharing => ({
  introduces,
  known: () => Promise.resolve(known),
  inUse: (names) => Promise.resolve(names.filter((name) => locksInUse.includes(name))),
  onMistake: ({ message }) => told.push(`mistake: ${message}`),
  onOther: ({ place }, own) => told.push(`${place} runs, ${own === null ? 'nothing' : 'another'} is here`),
});
const settingsOf = (introduces: boolean) => new RunningSettings(file, sharing(introduces));
const languageOf = async (settings: RunningSettings): Promise<string> => (await settings.now()).language;

describe.each([true, false])('whether it introduces its file, %s:', (introduces) => {
  it('its file runs while nobody has introduced one', async () => {
    await write(configuration('ru'));
    expect(await languageOf(settingsOf(introduces))).toBe('ru');
    expect(told).toEqual([]);
  });

  it('starts by what ran last though its file is broken, or gone, and says so once', async () => {
    await elsewhere(configuration('ru'));
    await write('language: [');
    const settings = settingsOf(introduces);
    expect([await languageOf(settings), await languageOf(settings)]).toEqual(['ru', 'ru']);
    expect(told).toEqual([
      expect.stringMatching(/^mistake: .*own\.yaml:1: /),
      'other:/x.yaml runs, nothing is here',
    ]);
    await rm(file);
    expect(await languageOf(settings)).toBe('ru');
    expect(told.slice(2)).toEqual([expect.stringMatching(/^mistake: Cannot read .*own\.yaml/)]);
    expect(settings.report).toBeNull();
  });

  it('does not start where nothing ran and its file is broken', async () => {
    await write('language: [');
    await expect(languageOf(settingsOf(introduces))).rejects.toThrow(/own\.yaml:1: /);
  });

  it('goes on when its file breaks', async () => {
    await write(configuration('ru'));
    const settings = settingsOf(introduces);
    await settings.now();
    await write('language: [');
    expect([await languageOf(settings), told.length]).toEqual(['ru', 1]);
    await write(configuration('en'));
    expect([await languageOf(settings), told.length]).toEqual(['en', 1]);
  });

  it('goes by its own where the other one is for another version of the project', async () => {
    await write(configuration('ru'));
    const other = { place: 'other:/x.yaml', version: 'v9', values: { language: 'eo' } };
    const settings = settingsOf(introduces);
    await settings.now();
    known = introduce(introduce(known, settings.report ?? other, 1), other, 2);
    const again = settingsOf(introduces);
    expect([await languageOf(again), await languageOf(again)]).toEqual(['ru', 'ru']);
    expect(told[0]).toMatch(/^mistake: The configuration v9 of other:\/x\.yaml is for another version/);
    expect(told.filter((line) => line.startsWith('mistake'))).toHaveLength(1);
  });
});

it('a file that is edited runs at once where it is introduced; elsewhere once it is', async () => {
  await write(configuration('ru'));
  await elsewhere(configuration('ru'), placeOf(file));
  const [worker, bot] = [settingsOf(true), settingsOf(false)];
  await Promise.all([worker.now(), bot.now()]);
  await write(configuration('en'));
  expect([await languageOf(worker), await languageOf(bot)]).toEqual(['en', 'ru']);
  expect(worker.report?.place).toBe(placeOf(file));
});

it('nobody waits for a Temporal that was away at the last look', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  try {
    await write(configuration('ru'));
    const answers: (() => Promise<Configurations>)[] = [
      () => Promise.reject(new Error('away')),
      () => new Promise(() => undefined),
    ];
    const settings = new RunningSettings(file, {
      ...sharing(false),
      known: () => (answers.shift() ?? expect.unreachable())(),
    });
    expect(await languageOf(settings)).toBe('ru');
    vi.advanceTimersByTime(15_000);
    expect(await languageOf(settings)).toBe('ru');
    expect(answers).toEqual([]);
    // After a long silence, what was known before may be old, so the answer is awaited.
    vi.advanceTimersByTime(60_000);
    await elsewhere(configuration('en'));
    answers.push(() => Promise.resolve(known));
    expect(await languageOf(settings)).toBe('en');
  } finally {
    vi.useRealTimers();
  }
});

it('a worker that has an old file goes by the newer one, with paths of its own', async () => {
  await write(configuration('ru'));
  await elsewhere(configuration('ru'), 'first:/x.yaml');
  await elsewhere(configuration('en'));
  const settings = await settingsOf(true).now();
  expect(settings).toMatchObject({ language: 'en', tickets: [{ file: join(folder, 'tickets.yaml') }] });
  expect(told).toEqual(['other:/x.yaml runs, another is here']);
});

it('comments and form make no other version', async () => {
  await write(configuration('ru'));
  const { version } = await loadConfiguration(file);
  await write(`# for Russia\n${configuration('ru').replaceAll('"', "'")}`);
  expect((await loadConfiguration(file)).version).toBe(version);
  await write(configuration('en'));
  expect((await loadConfiguration(file)).version).not.toBe(version);
});

describe('a former name that the file says no more', () => {
  const former = async (settings: RunningSettings, component: string) =>
    (await settings.now()).components[component]?.renamedFrom ?? [];
  const companyOf = (components: object) => configuration('en', { components });
  const renamed = companyOf({ pay: { renamedFrom: 'billing' } });

  it.each<[string, object, string, readonly string[]]>([
    ['removed', { pay: {} }, 'pay', ['billing']],
    ['left out of a chain', { payments: { renamedFrom: 'pay' } }, 'payments', ['pay', 'billing']],
    ['split further', { pay: {}, bills: { renamedFrom: 'billing' } }, 'pay', ['billing']],
    ['given back', { billing: {} }, 'billing', ['pay']],
  ])('counts until its lock is empty: %s', async (_, components, name, names) => {
    await write(renamed);
    await elsewhere(renamed, placeOf(file));
    locksInUse = ['billing', 'pay'];
    const settings = settingsOf(true);
    await settings.now();
    await write(companyOf(components));
    expect(await former(settings, name)).toEqual(names);
    expect((await settings.now()).namesKept).toEqual(names.slice(-1));
    // So it does in a process that starts now.
    if (settings.report !== null) known = introduce(known, settings.report, Date.now());
    expect(await former(settingsOf(false), name)).toEqual(names);
    locksInUse = [];
    const said = names.slice(0, -1);
    await eventually(async () => {
      expect(await former(settings, name)).toEqual(said);
    });
    expect((await settings.now()).namesKept).toBeUndefined();
  });

  it('counts no more once it is a component of its own', async () => {
    await elsewhere(renamed);
    await elsewhere(companyOf({ pay: {}, billing: {} }));
    await elsewhere(companyOf({ pay: {} }));
    locksInUse = ['billing'];
    await write('language: [');
    expect(await former(settingsOf(false), 'pay')).toEqual([]);
  });

  it('counts where nobody can say whether its lock is in use', async () => {
    await elsewhere(renamed);
    await elsewhere(companyOf({ pay: {} }));
    await write(renamed);
    const settings = new RunningSettings(file, {
      introduces: false,
      known: () => Promise.resolve(known),
      inUse: () => Promise.reject(new Error('away')),
      onMistake: () => undefined,
      onOther: () => undefined,
    });
    expect(await former(settings, 'pay')).toEqual(['billing']);
  });
});
