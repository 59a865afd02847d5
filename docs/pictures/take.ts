/**
 * `npm run pictures`: plays a day at a company in the embedded Slack and takes the pictures of this folder. Needs Linux x64 and Chromium,
 * as the tests do.
 */
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import getPort from 'get-port';
import { chromium } from 'playwright-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { parse, stringify } from 'yaml';
import { z } from 'zod';
import { digestKinds } from '../../domain/messages/due-digest.ts';
import { ReleaseLog } from '../../log/release-log.ts';
import { livingChildren, startChild, untilReady } from '../../start/child.ts';
import { chromiumFlags, findChromium } from '../../start/chromium.mjs';
import { startEmbeddedPostgres } from '../../start/embedded-postgres.ts';
import { botUserId } from '../../start/embedded-slack.ts';
import { projectRoot, without } from '../../start/project.ts';
import { findTemporalCli } from '../../start/temporal-binaries.ts';
import { hourMs } from '../../test/web/lives.ts';
import { pastReleases } from './past-releases.ts';

const here = import.meta.dirname;
const people = { dan: 'UDAN', dora: 'UDORA', vera: 'UVERA', adam: 'UADAM' } as const;
type Person = keyof typeof people;
const releases = 'C0RELEASES';
const general = 'C0GENERAL';
/** How long a message may take from Slack to Temporal and back, in ms, with room to spare. */
const settled = 2500;

const [temporalPort, uiPort, slackPort, webPort] = [
  await getPort(),
  await getPort(),
  await getPort(),
  await getPort(),
];
const slack = `http://127.0.0.1:${slackPort}`;

/** Starts everything as `npm start` does, with its data in `home`. */
async function startEverything(home: string, wiki: Wiki): Promise<void> {
  const { env: database } = await startEmbeddedPostgres({ folder: home, port: await getPort() });
  const log = new ReleaseLog(database.DATABASE_URL, console.error);
  await log.record(pastReleases(Date.now()));
  await log.close();
  const config = join(home, 'dobrobot.yaml');
  await writeFile(config, await ourConfig(home, wiki));
  const company = await startChild({
    name: 'dobrobot',
    command: process.execPath,
    args: ['start/start.mjs'],
    env: {
      ...without(process.env, 'TEMPORAL', 'SLACK', 'DOBROBOT'),
      ...database,
      TEMPORAL_CLI_PATH: await findTemporalCli(process.env),
      DOBROBOT_CONFIG: config,
      DOBROBOT_HOME: home,
      DOBROBOT_TEMPORAL_PORT: String(temporalPort),
      DOBROBOT_TEMPORAL_UI_PORT: String(uiPort),
      DOBROBOT_SLACK_PORT: String(slackPort),
      DOBROBOT_WEB_PORT: String(webPort),
    },
  });
  await untilReady(company, () => company.lastLines().some((line) => line.includes('Ctrl-C')), 120_000);
}

/** The sample configuration, with user IDs that the emulator shows as names, and with two developers in the workspace. */
async function ourConfig(home: string, wiki: Wiki): Promise<string> {
  const sample = await readFile(join(projectRoot, 'dobrobot.yaml'), 'utf8');
  const settings = sampleConfig.parse(parse(sample.replaceAll(/\bU_/g, 'U')));
  const { components, reminders, tickets } = settings;
  return stringify({
    ...settings,
    components: { ledger: { critical: true }, search: { critical: true }, ...components },
    // The embedded Slack has the people that the configuration names.
    reminders: { ...reminders, approvers: { ...reminders.approvers, escalateTo: [people.dan, people.dora] } },
    digest: { at: '09:30' },
    report: { day: 'mon', at: '09:30' },
    tickets: { ...tickets, file: await ourTickets(home) },
    internalHosts: [wiki.host],
  });
}

/** What the pictures need of the sample configuration. */
const sampleConfig = z.looseObject({
  people: z.looseObject({
    approvers: z.array(z.string()).refine((ids) => ids.includes(people.vera)),
    admins: z.array(z.string()).refine((ids) => ids.includes(people.adam)),
  }),
  components: z.looseObject({ billing: z.looseObject({ critical: z.literal(true) }) }),
  reminders: z.looseObject({ approvers: z.looseObject({}) }),
  tickets: z.looseObject({ tracker: z.literal('file') }),
});

/** The sample tickets and three more. */
async function ourTickets(home: string): Promise<string> {
  const sample = await readFile(join(projectRoot, 'tickets.yaml'), 'utf8');
  const ready = (key: string, title: string, component: string) =>
    [
      `- key: ${key}`,
      `  title: ${title}`,
      `  components: [${component}]`,
      ...['codeReview', 'qa', 'customerDemo'].map((sign) => `  ${sign}: done`),
      ...['releaseDocs', 'rollbackDocs'].map((sign) => `  ${sign}: https://wiki.example.com/${key}#${sign}`),
    ].join('\n');
  const more = [
    ready('PAY-6', 'Refunds in parts', 'billing'),
    ready('PAY-7', 'Search by amount', 'search'),
    ready('PAY-8', 'Amounts in the index of the search', 'search'),
  ];
  const file = join(home, 'tickets.yaml');
  await writeFile(file, `${sample}\n${more.join('\n\n')}\n`);
  return file;
}

interface Wiki {
  readonly host: string;
  readonly page: string;
  close(): void;
}

/** A wiki with one page. */
async function startWiki(): Promise<Wiki> {
  const port = await getPort();
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(
      '<title>Moving the archive to its own disk</title><h1>Moving the archive</h1><p>By night.</p>',
    );
  }).listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    host: '127.0.0.1',
    page: `http://127.0.0.1:${port}/archive`,
    close: () => void server.close(),
  };
}

async function control(path: string, body: object): Promise<void> {
  const response = await fetch(`${slack}/_control/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`The Slack for trying out refuses ${path}: ${await response.text()}`);
}

async function say(person: Person, words: string, channel = releases): Promise<void> {
  await control('message', { channel, user: people[person], text: `<@${botUserId}> ${words}` });
  await sleep(settled);
}

/** Opens the Slack page as one person, at a channel or an app. */
async function slackOf(page: Page, person: Person, place: string): Promise<void> {
  await page.goto(slack);
  await page.locator('.actas select').selectOption(people[person]);
  await page.locator('.sidebar-item', { hasText: place }).first().click();
  // Hides what the emulator cannot show: fields in which several things can be chosen.
  await page.addStyleTag({ content: '.bk-unknown { display: none !important }' });
  await sleep(settled);
}

const picture = (page: Page, name: string) => page.screenshot({ path: join(here, `${name}.png`) });

async function play(page: Page): Promise<void> {
  await say('dan', 'dobro PAY-1');
  await slackOf(page, 'vera', 'releases');
  await picture(page, 'card-asks-for-the-good');
  await page.getByRole('button', { name: 'Reject', exact: true }).last().click();
  await sleep(settled);
  await picture(page, 'reason-form');
  await page.locator('.modal-overlay').getByRole('button', { name: 'Cancel', exact: true }).click();
  await say('vera', 'accept PAY-1');
  await say('dora', 'dobro PAY-2');
  await say('vera', 'accept PAY-2');
  await say('adam', 'here PAY-1');
  await say('dan', 'dep start PAY-1');
  await say('adam', 'freeze db for 2h network works in DC-1');
  await say('dora', 'queue');
  await slackOf(page, 'dora', 'releases');
  await page.getByText('1 reply').last().click();
  await sleep(settled);
  await picture(page, 'queue');
  await slackOf(page, 'dan', 'dobrobot');
  await picture(page, 'app-home');
  await control('command', { channel: releases, user: people.dan, command: '/dobro', text: '' });
  await sleep(settled);
  await page.locator('.modal-overlay input').first().fill('PAY-4');
  await sleep(settled);
  await picture(page, 'request-form');
  await page.locator('.modal-overlay').getByRole('button', { name: 'Cancel', exact: true }).click();
  await page.goto(`http://127.0.0.1:${uiPort}/namespaces/default/workflows/release:PAY-2`);
  await page.getByText('User Metadata').click();
  await sleep(settled);
  await picture(page, 'stuck-release-in-temporal');
}

/** Releases in every stage in the channel, and what remains of the direct messages about them. */
async function takeStages(page: Page): Promise<void> {
  const said = [
    ['dora', 'dobro "Warm caches for search" components:search'],
    ['dan', 'dobro "Nightly export of the ledger" components:ledger'],
    ['vera', 'accept REL-2'],
    ['dan', 'dobro PAY-5'],
    ['vera', 'reject PAY-5 it would lock the table by day'],
    ['dora', 'dobro PAY-3'],
    ['vera', 'accept PAY-3'],
    ['dora', 'dep start PAY-3'],
    ['dora', 'dep finish PAY-3'],
  ] as const;
  for (const [person, words] of said) await say(person, words, general);
  await page.setViewportSize({ width: 1280, height: 1500 });
  await slackOf(page, 'vera', 'releases');
  await picture(page, 'cards');
  await page.setViewportSize({ width: 1280, height: 640 });
  await slackOf(page, 'vera', 'Vera');
  await picture(page, 'direct-messages');
}

/** A card of each kind of release, on a desktop and at the width of a phone. */
async function takeKinds(page: Page, wiki: Wiki): Promise<void> {
  const said = [
    ['dan', 'dobro PAY-6'],
    ['dora', 'dobro PAY-7, PAY-8'],
    ['dan', `dobro ${wiki.page} components:ledger`],
    ['dora', 'dobro “Renew the certificates” components:ios-app hotfix'],
  ] as const;
  for (const [person, words] of said) await say(person, words, general);
  await page.setViewportSize({ width: 1280, height: 1240 });
  await slackOf(page, 'vera', 'releases');
  await picture(page, 'kinds');
  await asOnPhone(page, 1640);
  await picture(page, 'kinds-phone');
}

async function asOnPhone(page: Page, height: number): Promise<void> {
  await page.addStyleTag({ content: '.sidebar { display: none }' });
  await page.setViewportSize({ width: 390, height });
  await sleep(settled);
}

/** The digests, on a desktop and at the width of a phone. */
async function takeDigests(page: Page): Promise<void> {
  const connection = await Connection.connect({ address: `127.0.0.1:${temporalPort}` });
  const { schedule } = new Client({ connection });
  for (const kind of digestKinds) await schedule.getHandle(kind).trigger();
  await connection.close();
  await slackOf(page, 'vera', 'releases');
  await page.setViewportSize({ width: 1280, height: 1320 });
  await sleep(settled);
  await picture(page, 'digest');
  await asOnPhone(page, 1900);
  await picture(page, 'digest-phone');
}

/** The preferences in the App Home and the welcome message, on a phone. */
async function takeOwn(browser: Browser): Promise<void> {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
  const page = await context.newPage();
  const phone = async (place: string) => {
    await slackOf(page, 'dora', place);
    await page.addStyleTag({ content: '.sidebar, .topbar { display: none !important }' });
  };
  await phone('dobrobot');
  // Both at once, because a choice redraws the fields.
  await Promise.all([
    page.locator('select.bk-select').first().selectOption('1260'),
    page.getByRole('button', { name: 'Snooze 30 min' }).click(),
  ]);
  await sleep(2 * settled);
  await page.getByText('You hear when a release').scrollIntoViewIfNeeded();
  await picture(page, 'app-home-preferences');
  await phone('Dora');
  await picture(page, 'welcome');
  await context.close();
}

/** The web page on a desktop, on a phone and in the dark. */
async function takePage(browser: Browser): Promise<void> {
  const trouble = new Date(Date.now() - 6.2 * hourMs).toISOString();
  const phone = { viewport: { width: 360, height: 740 } };
  const shots: readonly (readonly [string, string, string, BrowserContextOptions])[] = [
    ['page-timeline', `?last=18h&at=${trouble}`, '.suspects li', {}],
    ['page-story', `?last=18h&story=key-PAY-330`, '.events li', {}],
    ['page-statistics', '?view=statistics&last=180d', '.plot svg', {}],
    ['page-queue', '?view=queue', '.lock', {}],
    ['page-phone', '?last=18h', '.bar', phone],
    ['page-dark', `?last=18h&at=${trouble}`, '.suspects li', { colorScheme: 'dark' }],
  ];
  for (const [name, address, shown, options] of shots) {
    const context = await browser.newContext({
      viewport: { width: 1280, height: 860 },
      locale: 'en-GB',
      ...options,
    });
    const page = await context.newPage();
    await page.goto(`http://localhost:${webPort}/${address}`);
    await page.locator(shown).first().waitFor();
    await sleep(settled);
    await picture(page, name);
    await context.close();
  }
}

/** The command line of the page for an approver, on a desktop and on a phone. */
async function takeHands(browser: Browser): Promise<void> {
  const shots = [
    ['page-hands', { width: 1280, height: 860 }],
    ['page-hands-phone', { width: 390, height: 844 }],
  ] as const;
  for (const [name, viewport] of shots) {
    const context = await browser.newContext({ viewport, locale: 'en-GB' });
    const page = await context.newPage();
    await page.goto(`http://localhost:${webPort}/?view=queue`);
    await page.getByLabel('As', { exact: true }).selectOption(people.vera);
    const field = page.getByRole('combobox', { name: 'Command' });
    if (viewport.width > 600) {
      await field.pressSequentially('accept ');
      await page.locator('.combobox [role=option]').first().waitFor();
    } else {
      await field.fill('mine');
      await field.press('Enter');
      await page.locator('.told').waitFor();
    }
    await sleep(settled);
    await picture(page, name);
    await context.close();
  }
}

async function takePictures(home: string): Promise<void> {
  const wiki = await startWiki();
  const browser = await chromium.launch({
    executablePath: findChromium(process.env),
    args: chromiumFlags,
  });
  try {
    await startEverything(home, wiki);
    await play(await browser.newPage({ viewport: { width: 1280, height: 860 } }));
    await takeStages(await browser.newPage());
    await takeKinds(await browser.newPage(), wiki);
    await takeDigests(await browser.newPage());
    await takeOwn(browser);
    await takePage(browser);
    await takeHands(browser);
  } finally {
    await browser.close();
    wiki.close();
  }
}

const home = await mkdtemp(join(tmpdir(), 'dobrobot-pictures-'));
try {
  await takePictures(home);
} finally {
  for (const child of livingChildren()) await child.stop();
  await rm(home, { recursive: true, force: true });
}
process.exit(0);
