/** A shared link to a release on the page shows its state, where the bot is a member. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ReleaseMemo } from '../../domain/messages/memo.ts';
import { linkScopes, neededScopes } from '../../slack/scopes.ts';
import { general, shipping, startCompany, type Company } from '../support/company.ts';
import { testDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { envelopeOf, type SlackLine } from '../support/slack-line.ts';
import { Transcript } from '../support/transcript.ts';

const page = 'https://dobrobot.company.example';

let company: Company;
let line: SlackLine;
beforeAll(async () => {
  company = await startCompany({
    tickets: { 'LINK-1': ['billing'], 'LINK-2': ['ios-app'] },
    database: await testDatabase(),
    ownLine: true,
    page,
  });
  if (company.line === null) throw new Error('The company has no line of its own');
  ({ line } = company);
});
afterAll(() => company.close());

let messages = 0;
/** Shares a link, and has Slack notify the bot. Returns the timestamp of the message. */
async function share(url: string, more: object = {}): Promise<string> {
  const ts = `1700000000.${String((messages += 1)).padStart(6, '0')}`;
  const event = {
    ...{ type: 'link_shared', channel: general, user: 'U_BEN', message_ts: ts, event_ts: ts },
    ...{ is_bot_user_member: true, source: 'conversations_history', unfurl_id: ts },
    links: [{ domain: 'dobrobot.company.example', url }],
  };
  await line.deliver(envelopeOf({ ...event, ...more }));
  return ts;
}

async function storyOf(ticket: string): Promise<string> {
  const { memo } = await company.temporal.client.workflow.getHandle(`release:${ticket}`).describe();
  return `${page}/?story=${(memo as unknown as ReleaseMemo).release.key}`;
}

const shownAt = (ts: string) =>
  eventually(() => {
    const [found, ...others] = line.unfurled().filter((one) => one.ts === ts);
    expect(others).toEqual([]);
    if (found === undefined) throw new Error('Nothing is shown there');
    return found;
  });

it('shows what an open release waits for in a line or two, and notifies nobody', async () => {
  await company.say('U_ANN', 'dobro LINK-1');
  await company.untilStage('LINK-1', 'awaiting_approval');
  const url = await storyOf('LINK-1');
  const { channel, shown } = await shownAt(await share(url));
  expect(channel).toBe(general);
  expect(Object.keys(shown)).toEqual([url]);
  const [block, ...others] = (JSON.parse(shown[url] ?? '') as { blocks: { text: { text: string } }[] })
    .blocks;
  expect(others).toEqual([]);
  expect(block?.text.text).toMatch(
    /^✋ \*.*LINK-1>\* .*Title of LINK-1> · \*waits for the good\*\nSince: .* · To act: @nora @otto$/,
  );
});

it('shows how an ended one ended, long after Temporal has told', async () => {
  await company.say('U_ANN', 'dobro LINK-2 no_need_admin');
  await company.untilStage('LINK-2', 'awaiting_approval');
  const url = await storyOf('LINK-2');
  await company.say('U_NORA', 'accept LINK-2');
  await company.untilStage('LINK-2', 'ready');
  await company.say('U_ANN', 'dep start LINK-2');
  await company.untilStage('LINK-2', 'deploying');
  await company.say('U_ANN', 'dep finish LINK-2');
  await company.temporal.client.workflow.getHandle('release:LINK-2').result();
  const { shown } = await shownAt(await share(`${url}&amp;last=18h`));
  expect(Object.values(shown)[0]).toMatch(
    /✅ \*.*LINK-2>\* .* · \*finished\* · took .*on production · @ann"/,
  );
});

it('shows nothing where the bot is not, of what is only typed, of strangers, and of no release', async () => {
  const url = await storyOf('LINK-1');
  const before = line.unfurled().length;
  await share(url, { is_bot_user_member: false, channel: 'C0ELSEWHERE' });
  await share(url, { source: 'composer' });
  await share('https://elsewhere.example/?story=0a1b');
  await share(`${page}/?view=queue`);
  const unknown = await share(`${page}/?story=0000000000000000`);
  await company.temporal.client.workflow.getHandle(`unfurl:${general}:${unknown}`).result();
  await shownAt(await share(url));
  expect(line.unfurled()).toHaveLength(before + 1);
});

it('an app without the scope goes on as before, and its admins hear of it at the start', async () => {
  const mend = line.faults.refuse({ method: 'chat.unfurl', error: 'missing_scope' });
  const ts = await share(await storyOf('LINK-1'));
  await company.temporal.client.workflow.getHandle(`unfurl:${general}:${ts}`).result();
  mend();
  line.grant(neededScopes);
  await company.worker().stop();
  await company.startWorker();
  const transcript = new Transcript(company);
  await transcript.untilSaid(
    'U_SAM',
    new RegExp(`lacks the scopes .*${linkScopes[0]}.* and .*${linkScopes[1]}`),
  );
  await company.say('U_ANN', 'status LINK-1', shipping);
  await transcript.untilSaid('shipping', /Stage `awaiting_approval`/);
});
