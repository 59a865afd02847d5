/** The App Home shows a person what waits for them, and a click settles it. */
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { messagesOf } from '../support/cards.ts';
import { startCompany, type Company, type Person } from '../support/company.ts';
import { eventually } from '../support/eventually.ts';
import { expectHome } from '../support/slack-limits.ts';
import { patienceMs } from '../support/patience.ts';

let company: Company;

beforeAll(async () => {
  company = await startCompany({
    tickets: { 'HOME-1': ['ledger'], 'HOME-2': ['ledger'], 'HOME-3': ['ios-app'], 'HOME-4': ['ios-app'] },
  });
});
afterAll(() => company.close());

interface Part {
  readonly texts: readonly string[];
  readonly buttons: readonly { readonly label: string; readonly action: Readonly<Record<string, string>> }[];
}

/** The content of a user's App Home by heading; what comes before the first is under ''. */
async function homeOf(user: Person): Promise<Readonly<Record<string, Part>>> {
  const home = await company.slack.home(user);
  if (home === null) throw new Error(`${user} has no App Home`);
  expectHome(home);
  const parts: Record<string, Part> = { '': { texts: [], buttons: [] } };
  let heading = '';
  for (const { type, text, elements = [] } of home.blocks) {
    if (type === 'header') heading = text?.text ?? '';
    const { texts, buttons } = parts[heading] ?? { texts: [], buttons: [] };
    const found = elements.map(({ action_id, value = '', text: label }) => ({
      label: label.text,
      action: { type: 'button', action_id, value },
    }));
    const said = type === 'section' && text !== undefined ? [text.text] : [];
    parts[heading] = { texts: [...texts, ...said], buttons: [...buttons, ...found] };
  }
  return parts;
}

const until = (
  user: Person,
  part: string,
  texts: readonly RegExp[],
  labels: readonly string[] = [],
  timeout = patienceMs,
) =>
  vi.waitFor(
    async () => {
      const shown = (await homeOf(user))[part];
      expect(shown?.texts).toEqual(texts.map((says) => expect.stringMatching(says) as string));
      expect(shown?.buttons.map(({ label }) => label)).toEqual(labels);
      return shown?.buttons ?? [];
    },
    { timeout, interval: 100 },
  );

/** Opens it until it says this: visibility lists lag behind, and an App Home changes only when it is opened again. */
const opened = (user: Person, part: string, texts: readonly RegExp[], labels: readonly string[] = []) =>
  eventually(async () => {
    await company.slack.openHome(user);
    return until(user, part, texts, labels, 3000);
  });

const click = async (user: Person, [button]: Part['buttons']): Promise<void> =>
  company.slack.clickHome(user, button?.action ?? {});

/** A command refreshes the App Home if it takes effect within two seconds. If it took longer, opens the App Home instead. */
async function actsOnItsOwn(user: Person, act: () => Promise<void>, effect: () => Promise<unknown>) {
  const from = performance.now();
  await act();
  await effect();
  if (performance.now() - from > 1500) await company.slack.openHome(user);
}

it('says so where there is nothing', async () => {
  await opened('U_ANN', 'Waits for you', [/^Nothing waits for you/]);
  await until('U_ANN', 'Your releases', [/no open release/]);
  // New locks may not answer yet.
  await opened('U_ANN', 'The queue', [/^Nobody/, /^Free: `db`, `billing`, `ledger`$/]);
  await until('U_ANN', 'Freezes', [/^Nothing is frozen/]);
});

it('brings a release to its end by clicks, each shown to whoever is to act next', async () => {
  await company.say('U_ANN', 'dobro HOME-1');
  await company.untilStage('HOME-1', 'awaiting_approval');
  await opened('U_ANN', 'Waits for you', [/^Nothing/]);
  await opened('U_ANN', 'Your releases', [/HOME-1.*Title of HOME-1.*\n.*waits for the good since \d\d:\d\d/]);
  await opened('U_SAM', 'Waits for you', [/^Nothing/]);
  const good = await opened('U_NORA', 'Waits for you', [/HOME-1/], ['Good', 'Reject']);
  // Without being opened, because the command was given there.
  await actsOnItsOwn(
    'U_NORA',
    () => click('U_NORA', good),
    () => company.untilStage('HOME-1', 'awaiting_admin'),
  );
  await until('U_NORA', 'Waits for you', [/^Nothing/]);
  await click('U_SAM', await opened('U_SAM', 'Waits for you', [/HOME-1/], ['I am the admin']));
  await company.untilStage('HOME-1', 'ready');
  const start = await opened('U_ANN', 'Waits for you', [/HOME-1/], ['Start']);
  await actsOnItsOwn(
    'U_ANN',
    () => click('U_ANN', start),
    () => company.untilStage('HOME-1', 'deploying'),
  );
  await until('U_ANN', 'Waits for you', [/on production/], ['Finish', 'Roll back']);
  await until('U_ANN', 'The queue', [/\*ledger\*\n.*on production: .*HOME-1.*admin <@U_SAM>/, /^Free/]);
});

it('shows who waits for what is on production, and what is frozen', async () => {
  await company.say('U_BEN', 'dobro HOME-2');
  await company.untilStage('HOME-2', 'awaiting_approval');
  await company.say('U_OTTO', 'accept HOME-2');
  await company.untilStage('HOME-2', 'queued');
  await company.say('U_SAM', 'freeze all works <!channel> & more');
  await eventually(async () => {
    for (const component of ['db', 'billing', 'ledger']) {
      expect((await company.lock(component)).freezes).toHaveLength(1);
    }
  });
  await opened('U_BEN', 'Freezes', [
    /`db`, `billing`, `ledger` frozen by <@U_SAM> until further notice: works .*&amp; more$/,
  ]);
  await opened('U_BEN', 'The queue', [/on production: .*HOME-1.*\n.*1\. .*HOME-2.*<@U_BEN>/]);
  await until('U_BEN', 'Waits for you', [/^Nothing/]);
  await company.say('U_SAM', 'unfreeze all');
});

it('answers a click directly, and is never another one’s way past the rules', async () => {
  await company.say('U_ANN', 'dobro HOME-3');
  await company.untilStage('HOME-3', 'awaiting_approval');
  const buttons = await opened('U_NORA', 'Waits for you', [/HOME-3/], ['Good', 'Reject']);
  await click('U_BEN', buttons);
  await eventually(async () => {
    const told = await messagesOf(company, await company.slack.dm('U_BEN'));
    expect(told.map(({ text }) => text)).toContainEqual(
      expect.stringMatching(/It takes an approver.*HOME-3/),
    );
  });
  expect((await company.statusOf('HOME-3')).stage).toBe('awaiting_approval');
});

it('opens the form for a request, which brings it up to date', async () => {
  const [ask] = await opened('U_OTTO', '', [], ['Ask for the good']);
  await company.slack.clickHome('U_OTTO', ask?.action ?? {});
  await eventually(async () => {
    expect((await company.slack.form())?.callback_id).toBe('requestRelease');
  });
  const values = { ticket: { ticket: { type: 'plain_text_input', value: 'HOME-4' } } };
  await actsOnItsOwn(
    'U_OTTO',
    () => company.slack.submit('U_OTTO', values),
    () => company.untilStage('HOME-4', 'awaiting_approval'),
  );
  await until('U_OTTO', 'Your releases', [/HOME-4/]);
  // A release of their own waits for another approver.
  await until('U_OTTO', 'Waits for you', [/HOME-3/], ['Good', 'Reject']);
});
