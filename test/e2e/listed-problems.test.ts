/** A source that lists problems: each new one is reported, even next to one that existed before or that is not caused by the release. */
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { messagesOf, untilCard } from '../support/cards.ts';
import { general, startCompany } from '../support/company.ts';
import type { Company } from '../support/company.ts';
import { eventually } from '../support/eventually.ts';

/** What Sentry lists. */
let listed: readonly string[] = [];
const sentry = createServer((_, response) => {
  const firstSeen = new Date().toISOString();
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify(listed.map((shortId) => ({ shortId, title: 'Refused', firstSeen }))));
});
let company: Company;

beforeAll(async () => {
  sentry.listen(0, '127.0.0.1');
  await once(sentry, 'listening');
  const url = `http://127.0.0.1:${(sentry.address() as AddressInfo).port}`;
  const checks = [{ name: 'new errors', source: 'bugs', project: 'billing' }];
  company = await startCompany({
    tickets: { 'L-1': ['billing'] },
    components: { billing: { critical: true, admin: false, watch: { for: '1h', every: '1s', checks } } },
    settings: {
      watch: { bugs: { kind: 'sentry', url, organization: 'acme', tokenEnv: 'SENTRY_TOKEN' } },
      internalHosts: ['127.0.0.1'],
    },
    env: { SENTRY_TOKEN: 'secret' },
  });
}, 300_000);
afterAll(async () => {
  await company.close();
  sentry.close();
});

/** Resolves once Ann is asked about exactly these. */
const untilAsked = (expected: readonly RegExp[]) =>
  eventually(async () => {
    const all = await messagesOf(company, await company.slack.dm('U_ANN'));
    const asked = all.filter(({ text }) => text.includes('turned bad'));
    expect(asked.map(({ text }) => text)).toEqual(
      expected.map((words) => expect.stringMatching(words) as string),
    );
    return asked.at(-1);
  });

it('what comes beside it takes its place, with a sound, and what was not of the release excuses none', async () => {
  await company.say('U_ANN', 'dobro L-1');
  await company.untilStage('L-1', 'awaiting_approval');
  await company.say('U_NORA', 'accept L-1');
  await company.untilStage('L-1', 'ready');
  await company.say('U_ANN', 'dep start L-1');
  await company.untilStage('L-1', 'deploying');
  listed = ['BUG-1'];
  const first = await untilAsked([/1, above 0[^]*BUG-1/]);
  listed = ['BUG-1', 'BUG-2'];
  const second = await untilAsked([/2, above 0[^]*BUG-2/]);
  expect(second?.ts).not.toBe(first?.ts);
  const button = second?.buttons.find(({ label }) => label === 'Not ours');
  await company.slack.interact(button?.channel ?? '', second?.ts ?? '', 'U_ANN', button?.action ?? {});
  await untilAsked([]);
  await untilCard(company, 'L-1', /^(?!🔴)/);
  listed = ['BUG-2', 'BUG-3'];
  await untilAsked([/2, above 0[^]*BUG-3/]);
  await untilCard(company, 'L-1', /^🔴/);
});

it('says until when it is watched as soon as it has finished', async () => {
  await company.say('U_ANN', 'dep finish L-1');
  await company.untilStage('L-1', 'finished');
  await eventually(async () => {
    await company.say('U_BEN', 'status L-1');
    const texts = (await messagesOf(company, general)).map(({ text }) => text);
    expect(texts).toContainEqual(expect.stringMatching(/L-1[^]*watched until/));
  });
});
