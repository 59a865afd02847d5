/** The whole conversation without Slack, on the page alone. Then Slack comes back and shows what it would have shown. */
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startBrowser, visit } from '../support/browser.ts';
import type { Visit } from '../support/browser.ts';
import { people } from '../support/company.ts';
import { steps } from '../support/conversation-steps.ts';
import { chooseActor, typeCommand } from '../support/page-commands.ts';
import { expectShown, startSlackless, stillOpen } from '../support/slackless.ts';
import type { SlacklessCompany } from '../support/slackless.ts';
import { Transcript } from '../support/transcript.ts';

let slackless: SlacklessCompany;
let browser: Browser;
let opened: Visit;

beforeAll(async () => {
  [slackless, browser] = await Promise.all([
    startSlackless({ DOBROBOT_WEB_ACTORS: people.join(',') }),
    startBrowser(),
  ]);
  opened = await visit(browser, `${slackless.url}/?view=queue`);
}, 300_000);
afterAll(async () => {
  await browser.close();
  await slackless.api.close();
});

/** The commands that have a button, and whether it asks for confirmation. */
const buttons: readonly { readonly words: string; readonly name: string; readonly asks: boolean }[] = [
  { words: 'accept', name: 'Good', asks: false },
  { words: 'here', name: 'I am the admin', asks: false },
  { words: 'dep start', name: 'Start', asks: true },
  { words: 'dep finish', name: 'Finish', asks: true },
];

const named = (within: Page | Locator, name: string) => within.getByRole('button', { name, exact: true });

/** Uses the command's button at the release, if there is one. */
async function act(page: Page, words: string): Promise<void> {
  const ticket = words.split(' ').at(-1) ?? '';
  const button = buttons.find((one) => words === `${one.words} ${ticket}`);
  if (button === undefined) {
    expect(await typeCommand(page, words)).toContain(ticket);
    return;
  }
  await named(page.getByRole('group', { name: ticket, exact: true }).first(), button.name).click();
  if (!button.asks) return;
  const dialog = page.getByRole('dialog', { name: `${button.name}?` });
  await named(dialog, button.name).click();
  await dialog.waitFor({ state: 'hidden' });
}

it('goes by the page as in Slack, tells nobody, and complains of nothing', async () => {
  const { api, logged, cast, untilStages, wordsOf } = slackless;
  const before = await new Transcript(api.company).posts();
  const { page, complaints } = opened;
  for (const { user, words, stages } of steps) {
    await chooseActor(page, user);
    const isOutOfTurn = words === 'dep start second' && stages[1] === 'queued';
    // No button offers this, so it has to be typed.
    if (isOutOfTurn)
      expect(await typeCommand(page, wordsOf(words))).toMatch(new RegExp(`1st in line.*${cast.first}`));
    else await act(page, wordsOf(words));
    await untilStages(stages);
  }
  await chooseActor(page, 'U_BEN');
  await act(page, `dobro ${stillOpen}`);
  await api.company.untilStage(stillOpen, 'awaiting_approval');
  await chooseActor(page, 'U_SAM');
  expect(await typeCommand(page, 'freeze ledger for 2h network works')).toContain('ledger');
  const types = (await api.company.statusOf(cast.second)).history;
  expect(types.filter(({ actor }) => actor !== null).map(({ type: kind, actor }) => [kind, actor])).toEqual(
    expect.arrayContaining([
      ['requested', 'U_BEN'],
      ['accepted', 'U_OTTO'],
      ['started', 'U_BEN'],
      ['finished', 'U_SAM'],
    ]),
  );
  expect(await new Transcript(api.company).posts()).toEqual(before);
  // The 409 for the command out of turn is not a fault of the page.
  expect(complaints.filter((text) => !text.includes('409'))).toEqual([]);
  expect(logged).toEqual([]);
});

it('shows, once there is Slack again, each card as it stands, its story, and who is asked for what is open', async () => {
  await slackless.giveSlack();
  await expectShown(slackless);
}, 300_000);
