/** The page in a browser, with the real server and a real log. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../support/free-port.ts';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { stringify } from 'yaml';
import { ReleaseLog } from '../../log/release-log.ts';
import type { EventRow } from '../../domain/log/event-row.ts';
import { readViewState } from '../../web/page/view-state.ts';
import type { ViewState } from '../../web/page/view-state.ts';
import { startBrowser, visit } from '../support/browser.ts';
import type { Visit } from '../support/browser.ts';
import { startDatabaseServer } from '../support/database-server.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { testNamespace } from '../support/temporal.ts';
import type { TestNamespace } from '../support/temporal.ts';
import { startWeb } from '../support/web.ts';
import { dayBefore } from './lives.ts';

export const timezone = 'America/Lima';

/** The end of the day in the log, epoch ms. */
export const now = Date.now();

interface World {
  readonly browser: Browser;
  readonly temporal: TestNamespace;
  readonly log: ReleaseLog;
  readonly url: string;
  readonly database: Awaited<ReturnType<typeof startDatabaseServer>>;
}

/** The world of a test file: a log of one day, the server of the page, and a browser. */
export interface PageWorld {
  readonly world: () => World;
  /** Opens the page in a separate browser. After the test, its console must contain no complaints except `expected`. */
  readonly open: (search?: string, options?: BrowserContextOptions, expected?: string) => Promise<Page>;
}

/** Starts and stops with the test file. `past`: the content of the log. */
export function pageWorld(past = dayBefore(now)): PageWorld {
  let begun: World | undefined;
  const world = () => {
    if (begun === undefined) throw new Error('The world has not begun');
    return begun;
  };
  const visits: (Visit & { readonly expected: string | undefined })[] = [];
  beforeAll(async () => {
    begun = await beginWorld(past);
  }, 300_000);
  afterEach(async () => {
    const complaints = visits.flatMap(({ complaints: all, expected }) =>
      all.filter((text) => expected === undefined || !text.includes(expected)),
    );
    await Promise.all(visits.splice(0).map(({ close }) => close()));
    expect(complaints).toEqual([]);
  });
  afterAll(async () => {
    await world().browser.close();
    await world().log.close();
    await world().temporal.close();
  });
  return {
    world,
    open: async (search = '', options = {}, expected) => {
      const opened = await visit(world().browser, `${world().url}/${search}`, options);
      visits.push({ ...opened, expected });
      return opened.page;
    },
  };
}

async function beginWorld(past: readonly EventRow[]): Promise<World> {
  const [browser, temporal, database] = await Promise.all([
    startBrowser(),
    testNamespace(),
    startDatabaseServer(await freePort()),
  ]);
  const log = new ReleaseLog(database.env.DATABASE_URL, () => undefined);
  await log.record(past);
  await log.keepCardLink('key-PAY-2', 'https://slack.example.com/archives/C1/p2');
  const { url } = await startWeb({
    ...temporal.env,
    DATABASE_URL: database.env.DATABASE_URL,
    DOBROBOT_CONFIG: await writeConfig(),
    TEMPORAL_UI_URL: 'http://temporal.example.com',
  });
  return { browser, temporal, database, log, url };
}

async function writeConfig(): Promise<string> {
  const path = join(await temporaryFolder(), 'dobrobot.yaml');
  const config = {
    language: 'en',
    timezone,
    slack: { releaseChannel: 'releases' },
    people: { approvers: ['U_VERA'], admins: ['U_ADAM'] },
    tickets: {
      tracker: 'file',
      file: 'tickets.yaml',
      linkTemplate: 'https://tracker.example.com/browse/{key}',
    },
    components: {
      db: { critical: true },
      billing: { critical: true, dependsOn: ['db'] },
      ledger: { critical: true, dependsOn: ['db'] },
      'ios-app': { critical: false, admin: false },
    },
  };
  await writeFile(path, stringify(config));
  return path;
}

/** The start time on the configured clock, as the page words it: with the day if that was yesterday. */
export function sinceClock(at: number): RegExp {
  const clock = new Intl.DateTimeFormat('en-GB', {
    timeZone: timezone,
    hour: '2-digit',
    minute: '2-digit',
  });
  return new RegExp(`since ([\\d/]+, )?${clock.format(at)}`);
}

export const timeline = (page: Page): Locator => page.locator('.timeline svg');
export const lane = (page: Page, component: string): Locator =>
  page.locator('.lane').and(page.getByLabel(component, { exact: true }));
export const bar = (page: Page, ticket: string): Locator =>
  timeline(page).getByRole('link', { name: new RegExp(`^${ticket} `) });
/** The view state in the page's own address. The browser's driver learns of changes a little later. */
export const stateOf = async (page: Page): Promise<ViewState> =>
  readViewState(await page.evaluate<string>('location.search'));

/** The position of the timeline, once it is drawn. */
export async function drawn(page: Page) {
  await bar(page, 'PAY-1').waitFor();
  const box = await timeline(page).boundingBox();
  if (box === null) throw new Error('The timeline is not to be seen');
  return box;
}

/** The period in the address after somebody has zoomed or moved. */
export async function rangeAfter(page: Page, act: () => Promise<void>) {
  const address = () => page.evaluate<string>('location.href');
  const before = await address();
  await act();
  await expect.poll(address).not.toBe(before);
  const { range } = await stateOf(page);
  if (range?.kind !== 'between') throw new Error(`${await address()} follows the clock`);
  return { ...range, length: range.to - range.from };
}
