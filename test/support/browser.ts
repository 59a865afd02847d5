import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { chromiumFlags, findChromium } from '../../start/chromium.mjs';

/** Starts a headless Chromium; the caller closes it. */
export const startBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: findChromium(process.env), args: chromiumFlags });

/** A browser's message for a 503. The page retries, and shows its content once it gets an answer. */
const away = 'the server responded with a status of 503';

/** A page in a browser, with the complaints of its console, except about servers that are temporarily unavailable. */
export interface Visit {
  readonly page: Page;
  readonly complaints: readonly string[];
  readonly close: () => Promise<void>;
}

/** Its clock is set to Tokyo, which exposes a page that uses the browser's time zone. */
export async function visit(
  browser: Browser,
  address: string,
  options: BrowserContextOptions = {},
): Promise<Visit> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 860 },
    locale: 'en-GB',
    timezoneId: 'Asia/Tokyo',
    ...options,
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    const text = message.text();
    if (['error', 'warning'].includes(message.type()) && !text.includes(away)) complaints.push(text);
  });
  page.on('pageerror', (error) => {
    complaints.push(String(error));
  });
  await page.goto(address);
  return { page, complaints, close: () => context.close() };
}

const axePath = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** The violations that axe finds on a page, as `rule: element`. */
export async function violationsOf(page: Page): Promise<readonly string[]> {
  await page.evaluate(await readFile(axePath, 'utf8'));
  return page.evaluate<string[]>(
    `axe.run().then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ': ' + html)))`,
  );
}
