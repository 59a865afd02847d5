import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import getPort from 'get-port';
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';
import { stringify } from 'yaml';
import { chromiumFlags, findChromium } from '../start/chromium.mjs';
import { startEmbeddedTemporal } from '../start/embedded-temporal.ts';
import { findTemporalCli } from '../start/temporal-binaries.ts';
import { startNodeChild } from '../start/node-child.ts';
import { without } from '../start/project.ts';
import { searchOf } from '../web/page/view-state.ts';
import type { View } from '../web/page/view-state.ts';
import { components } from './past.ts';

const day = 24 * 3_600_000;
/** A slow view gets fewer rounds, but at least these. */
const enoughRounds = 3;
const enoughMs = 8000;

const bar = '.timeline svg a';

/** A view of the page, and the selector of what makes it useful. */
interface Look {
  readonly name: string;
  readonly search: string;
  readonly useful: string;
}

/** Views of the time before `until`, epoch ms. */
function looksAt(until: number): readonly Look[] {
  const search = (view: View, ms: number, cursor: number | null = null) => {
    const range = { kind: 'between', from: until - ms, to: until } as const;
    return searchOf({ view, range, components: [], words: '', cursor, story: null });
  };
  return [
    { name: 'the first view, a day', search: search('timeline', day), useful: bar },
    {
      name: 'a day, and what changed before a moment',
      search: search('timeline', day, until),
      useful: '.suspects li',
    },
    { name: 'a week', search: search('timeline', 7 * day), useful: bar },
    { name: '30 days', search: search('timeline', 30 * day), useful: bar },
    { name: 'the statistics of 30 days', search: search('statistics', 30 * day), useful: '.plot svg' },
  ];
}

/** Serves the page of a log, with a Temporal of its own, until all children are killed. Resolves to its address. */
export async function serve(folder: string, databaseUrl: string): Promise<string> {
  const configuration = join(folder, 'page.yaml');
  await writeFile(
    configuration,
    stringify({
      slack: { releaseChannel: 'releases' },
      people: { approvers: ['U_VERA'], admins: ['U_ADAM'] },
      tickets: { tracker: 'file', file: 'tickets.yaml', linkTemplate: 'https://t.example.com/{key}' },
      components: Object.fromEntries(
        Object.entries(components).map(([name, { dependsOn }]) => [
          name,
          { critical: true, dependsOn: [...dependsOn] },
        ]),
      ),
    }),
  );
  const cli = await findTemporalCli(process.env);
  const unused = { uiPort: null, dbFile: null, namespace: 'default' };
  const temporal = await startEmbeddedTemporal({ cli, port: await getPort(), ...unused });
  const port = await getPort();
  await startNodeChild('web', {
    ...without(process.env, 'TEMPORAL', 'SLACK', 'DOBROBOT'),
    TEMPORAL_ADDRESS: temporal.address,
    DATABASE_URL: databaseUrl,
    DOBROBOT_CONFIG: configuration,
    DOBROBOT_WEB_PORT: String(port),
  });
  return `http://127.0.0.1:${port}/`;
}

/** From requesting the page until it is useful, in ms, with an empty browser cache. */
async function firstPaint(browser: Browser, address: string, { search, useful }: Look): Promise<number> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 860 } });
  try {
    const page = await context.newPage();
    const from = performance.now();
    await page.goto(address + search, { waitUntil: 'commit' });
    await page.locator(useful).first().waitFor();
    return performance.now() - from;
  } finally {
    await context.close();
  }
}

export interface Paint {
  readonly name: string;
  readonly ours: readonly number[];
  /** With a log of the last weeks only, which shows the same. */
  readonly theirs: readonly number[];
}

/** How long each view of the time before `until` (epoch ms) takes, alternating between the whole log and one of the last weeks. */
export async function paints(
  folder: string,
  urls: { readonly whole: string; readonly weeks: string },
  until: number,
  rounds: number,
): Promise<readonly Paint[]> {
  const [whole, weeks] = [await serve(folder, urls.whole), await serve(folder, urls.weeks)];
  const browser = await chromium.launch({
    executablePath: findChromium(process.env),
    args: [...chromiumFlags],
  });
  try {
    const found: Paint[] = [];
    for (const look of looksAt(until)) {
      const ours: number[] = [];
      const theirs: number[] = [];
      const from = performance.now();
      // The first round is not counted.
      for (let round = -1; round < rounds; round += 1) {
        if (round > enoughRounds && performance.now() - from > enoughMs) break;
        ours.push(await firstPaint(browser, whole, look));
        theirs.push(await firstPaint(browser, weeks, look));
      }
      found.push({ name: look.name, ours: ours.slice(1), theirs: theirs.slice(1) });
    }
    return found;
  } finally {
    await browser.close();
  }
}
