/**
 * `npm run bench:page`: how long the page takes to draw 30 days with 80 releases a working day, and how smoothly the wheel zooms them,
 * compared with a page of as many bare bars. Prints Markdown; `docs/performance.md` says how to read it.
 */
import getPort from 'get-port';
import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';
import { nobody } from '../domain/messages/origin.ts';
import { ofNothing } from '../domain/log/event-row.ts';
import type { EventRow } from '../domain/log/event-row.ts';
import { ReleaseLog } from '../log/release-log.ts';
import { chromiumFlags, findChromium } from '../start/chromium.mjs';
import { startEmbeddedPostgres } from '../start/embedded-postgres.ts';
import { searchOf } from '../web/page/view-state.ts';
import { inFolder } from './in-folder.ts';
import { Chance } from './chance.ts';
import { serve } from './first-paint.ts';
import { componentOf } from './past.ts';
import { median, quantile } from './statistics.ts';
import { number, table } from './table.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
const days = 30;
const aDay = 80;
/** A Sunday. */
const until = Date.UTC(2026, 1, 1);
const parts = 12;
const rounds = 5;
const frames = 120;

/** The releases of each working day, in office hours. */
function* releases(): Generator<readonly EventRow[]> {
  const chance = new Chance();
  for (let at = until - days * day; at < until; at += day) {
    if ([0, 6].includes(new Date(at).getUTCDay())) continue;
    for (let n = 0; n < aDay; n += 1) yield release(at, n, chance);
  }
}

function release(midnight: number, n: number, chance: Chance): readonly EventRow[] {
  const asked = midnight + 9 * 60 * minute + chance.below(9 * 60 * minute);
  const started = asked + chance.below(90 * minute);
  const ended = started + 5 * minute + chance.below(40 * minute);
  const releaseKey = `${midnight}-${n}`;
  const ticket = `PAY-${Math.round(midnight / day)}${n}`;
  const end = chance.below(20) < 1 ? 'rolledBack' : 'finished';
  const row = (number: number, type: string, at: number): EventRow => ({
    ...ofNothing,
    ...nobody,
    pipeline: null,
    facts: {},
    key: `${releaseKey}:${number}`,
    at,
    about: 'release',
    type,
    releaseKey,
    n: number,
    ticket,
    tickets: [ticket],
    title: 'A new screen',
    requester: 'U_DAN',
    actor: 'U_DAN',
    components: [componentOf(Math.floor(chance.below(parts)))],
  });
  return [row(1, 'requested', asked), row(2, 'started', started), row(3, end, ended)];
}

interface Measured {
  /** From the request until everything is drawn and the browser is idle, in ms. */
  readonly drawn: number;
  /** The duration of each frame while the wheel turns, in ms. */
  readonly frames: readonly number[];
  /** From the last turn until everything is redrawn, in ms. */
  readonly settled: number;
}

const turnTheWheel = `new Promise((done) => {
  const svg = document.querySelector('svg');
  const { left, top, width } = svg.getBoundingClientRect();
  const times = [];
  const turn = (at) => {
    times.push(at);
    if (times.length > ${frames}) return done(times.slice(1).map((time, n) => time - times[n]));
    const deltaY = times.length <= ${frames / 2} ? -8 : 8;
    svg.dispatchEvent(new WheelEvent('wheel', { bubbles: true, cancelable: true, clientX: left + width / 2, clientY: top + 50, deltaY }));
    requestAnimationFrame(turn);
  };
  requestAnimationFrame(turn);
})`;
const rests = `new Promise((done) => requestIdleCallback(() => requestAnimationFrame(() => done())))`;

async function measure(
  browser: Browser,
  open: (page: Page) => Promise<unknown>,
  count: number,
): Promise<Measured> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 860 }, bypassCSP: true });
  try {
    const page = await context.newPage();
    const from = performance.now();
    await open(page);
    await page.waitForFunction(`document.querySelectorAll('svg a').length >= ${count}`);
    await page.evaluate(rests);
    const drawn = performance.now() - from;
    const found = await page.evaluate<number[]>(turnTheWheel);
    const turned = performance.now();
    await page.waitForFunction(`document.querySelector('g[transform^="translate"].stretched') === null`);
    await page.evaluate(rests);
    return { drawn, frames: found, settled: performance.now() - turned };
  } finally {
    await context.close();
  }
}

const bare = (count: number): string =>
  `<svg width="1280" height="${count}">${Array.from({ length: count }, (_, n) => `<a href="#${n}"><rect x="${n % 1200}" y="${n}" width="8" height="6"/></a>`).join('')}</svg>`;

function line(name: string, of: readonly Measured[]): readonly string[] {
  const all = of.flatMap((one) => one.frames);
  return [
    name,
    ...[
      median(of.map(({ drawn }) => drawn)),
      median(all),
      quantile(all, 0.95),
      median(of.map(({ settled }) => settled)),
    ].map((value) => number(value)),
  ];
}

async function bench(folder: string): Promise<void> {
  const { DATABASE_URL } = (await startEmbeddedPostgres({ folder, port: await getPort() })).env;
  const log = new ReleaseLog(DATABASE_URL, () => undefined);
  const all = [...releases()];
  try {
    for (const rows of all) await log.record(rows);
  } finally {
    await log.close();
  }
  const range = { kind: 'between', from: until - days * day, to: until } as const;
  const address =
    (await serve(folder, DATABASE_URL)) +
    searchOf({ view: 'timeline', range, components: [], words: '', cursor: null, story: null });
  const browser = await chromium.launch({
    executablePath: findChromium(process.env),
    args: [...chromiumFlags],
  });
  const ours: Measured[] = [];
  const theirs: Measured[] = [];
  try {
    for (let round = 0; round < rounds; round += 1) {
      ours.push(await measure(browser, (page) => page.goto(address, { waitUntil: 'commit' }), all.length));
      theirs.push(await measure(browser, (page) => page.setContent(bare(all.length)), all.length));
    }
  } finally {
    await browser.close();
  }
  const head = [
    `${all.length} releases`,
    'drawn after ms',
    'a picture: median ms',
    'p95 ms',
    'drawn anew after ms',
  ];
  console.log(table(head, [line('the page', ours.slice(1)), line('bars alone', theirs.slice(1))]));
}

await inFolder(bench);
