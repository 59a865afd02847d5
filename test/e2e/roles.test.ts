import { readFile, writeFile } from 'node:fs/promises';
import { parse, stringify } from 'yaml';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCompany, type Company, type Person } from '../support/company.ts';
import { eventually } from '../support/eventually.ts';
import { Transcript, type Place } from '../support/transcript.ts';

/**
 * `pay` takes two approvals from the group S_PAY and Nora; its admins are Ben, and Sam, who is on call. `web` takes one approval
 * from the general approvers, Nora and Otto; its admins are the general ones: Sam, and whoever is on call, now Sam.
 */
const components = {
  pay: { critical: true, approvers: ['S_PAY', 'U_NORA'], approvals: 2, admins: ['U_BEN', 'U_SAM'] },
  web: { critical: false },
  ops: { critical: true, admins: ['U_BEN'] },
};
const onCall = { rotation: ['U_SAM', 'U_ANN'], every: '3650d', from: '2026-01-05T10:00' };

let company: Company;
let transcript: Transcript;

beforeAll(async () => {
  company = await startCompany({
    tickets: {
      'BOTH-1': ['pay', 'web'],
      'PAY-1': ['pay'],
      'OPS-1': ['ops'],
      'OPS-2': ['ops'],
    },
    components,
    settings: { people: { approvers: ['U_NORA', 'U_OTTO'], admins: ['U_SAM'], onCall } },
    ownLine: true,
  });
  company.line?.setGroup('S_PAY', ['U_BEN', 'U_SAM']);
  transcript = new Transcript(company);
});
afterAll(() => company.close());

/** Gives a command. Resolves when the bot has said each of these since, in its place. */
async function say(
  user: Person,
  words: string,
  ...answers: readonly (readonly [Place, RegExp])[]
): Promise<void> {
  const before = await textsAt();
  await company.say(user, words);
  await eventually(async () => {
    const now = await textsAt();
    for (const [place, pattern] of answers) {
      const added = now(place).slice(before(place).length);
      expect(added).toContainEqual(expect.stringMatching(pattern));
    }
  });
}

async function textsAt(): Promise<(where: Place) => readonly string[]> {
  const posts = await transcript.posts();
  return (where) =>
    posts.filter(({ place }) => place === where).map(({ text }) => text.replaceAll('\n', ' '));
}

/** How many direct messages to a user match. */
const told = async (user: Person, pattern: RegExp): Promise<number> =>
  (await transcript.posts()).filter(({ place, text }) => place === user && pattern.test(text)).length;

async function change(path: string, ticket: string, fields: object): Promise<void> {
  const tickets = parse(await readFile(path, 'utf8')) as { key: string }[];
  const changed = tickets.map((entry) => (entry.key === ticket ? { ...entry, ...fields } : entry));
  await writeFile(path, stringify(changed));
}

describe('a release of two components', { concurrent: false }, () => {
  it('asks the approvers of both, those in a group as well', async () => {
    await say(
      'U_ANN',
      'dobro BOTH-1',
      [
        'shipping',
        /<!subteam\^S_PAY> <@U_NORA> for `pay`, <@U_NORA> <@U_OTTO> for `web` \(0 of 2 for `pay`, 0 of 1 for `web`/,
      ],
      ['U_NORA', /BOTH-1/],
      ['U_OTTO', /BOTH-1/],
      ['U_BEN', /BOTH-1/],
      ['U_SAM', /BOTH-1/],
    );
  });

  it('has the good when each component has its number of approvals', async () => {
    await say('U_ANN', 'accept BOTH-1', [
      'general',
      /approver of `pay` \(`S_PAY` @nora\) or of `web` \(@nora @otto\)/,
    ]);
    await say('U_NORA', 'accept BOTH-1', [
      'shipping',
      /<@U_NORA> gave a good.*1 of 2 for `pay`, 1 of 1 for `web`.*<!subteam\^S_PAY>/,
    ]);
    await say('U_NORA', 'accept BOTH-1', ['general', /given your good.*already.*`S_PAY`/]);
    await say('U_OTTO', 'accept BOTH-1', ['general', /lacks is the good for `pay`, from `S_PAY`/]);
    expect(await company.statusOf('BOTH-1')).toMatchObject({
      stage: 'awaiting_approval',
      waitingFor: 'good',
      acceptedBy: ['U_NORA'],
      approvals: [
        { component: 'pay', needed: 2, given: 1 },
        { component: 'web', needed: 1, given: 1 },
      ],
    });
    await say('U_BEN', 'accept BOTH-1', ['shipping', /<@U_BEN> gave the good/]);
    expect(await company.untilStage('BOTH-1', 'awaiting_admin')).toMatchObject({
      acceptedBy: ['U_NORA', 'U_BEN'],
    });
  });

  it('calls the admin on call, and takes one who is admin of both', async () => {
    await say('U_BEN', 'here BOTH-1', ['general', /admin of `pay`, `web` \(@sam\)/]);
    await expect.poll(() => told('U_SAM', /BOTH-1.*needs an admin/)).toBe(1);
    expect(await told('U_BEN', /BOTH-1.*needs an admin/)).toBe(0);
    await say('U_SAM', 'here BOTH-1', ['shipping', /<@U_SAM> is the admin/]);
    await company.untilStage('BOTH-1', 'ready');
  });
});

describe('a vote', { concurrent: false }, () => {
  it('stands when its ticket is checked again, and is void when the checks find something else', async () => {
    await say('U_ANN', 'dobro PAY-1', ['shipping', /PAY-1/]);
    await say('U_NORA', 'accept PAY-1', ['shipping', /<@U_NORA> gave a good.*1 of 2/]);
    await say('U_ANN', 'recheck PAY-1', ['U_ANN', /passes its checks.*1 of 2/]);
    expect(await company.statusOf('PAY-1')).toMatchObject({ acceptedBy: ['U_NORA'] });

    await change(company.ticketsFile, 'PAY-1', { releaseDocs: 'https://wiki.company.example/other' });
    await say(
      'U_ANN',
      'recheck PAY-1',
      ['U_NORA', /good that <@U_NORA> gave .*PAY-1.* counts no more.*release documentation/],
      ['shipping', /PAY-1.*lost the good that <@U_NORA> gave.*release documentation/],
    );
    expect(await company.statusOf('PAY-1')).toMatchObject({ stage: 'awaiting_approval', acceptedBy: [] });
  });

  it('of who takes the release over is void', async () => {
    await say('U_NORA', 'accept PAY-1', ['shipping', /<@U_NORA> gave a good/]);
    await say('U_BEN', 'accept PAY-1', ['shipping', /<@U_BEN> gave the good/]);
    await say('U_ANN', 'handover PAY-1 <@U_BEN>', [
      'shipping',
      /<@U_BEN> had given the good.*<!subteam\^S_PAY>/,
    ]);
    expect(await company.untilStage('PAY-1', 'awaiting_approval')).toMatchObject({
      acceptedBy: ['U_NORA'],
      locks: [],
    });
    await say('U_BEN', 'accept PAY-1', ['general', /Four eyes/]);
  });
});

describe('the people of one component', { concurrent: false }, () => {
  it('are called for it instead of those on call', async () => {
    await say('U_ANN', 'dobro OPS-1', ['shipping', /OPS-1.*<@U_NORA> <@U_OTTO>/]);
    await say('U_OTTO', 'accept OPS-1', ['U_BEN', /OPS-1.*needs an admin/]);
    await say('U_SAM', 'here OPS-1', ['general', /admin of `ops` \(@ben\)/]);
    expect(await told('U_SAM', /OPS-1/)).toBe(0);
  });

  it('may freeze it, and nothing else', async () => {
    await say('U_BEN', 'freeze ops works', ['shipping', /<@U_BEN> froze `ops`/]);
    await say('U_BEN', 'freeze all works', ['general', /approver or an admin.*everything critical/]);
    expect((await company.lock('ops')).freezes).toHaveLength(1);
    expect((await company.lock('pay')).freezes).toEqual([]);
    await say('U_SAM', 'unfreeze ops', [
      'general',
      /None of these freezes is yours.*@ben.*works.*unfreeze ops @user/s,
    ]);
    await say(
      'U_SAM',
      'unfreeze ops <@U_BEN>',
      ['shipping', /<@U_SAM> lifted the freeze of `ops` that <@U_BEN> had set/],
      ['U_BEN', /<@U_SAM> lifted your freeze of `ops`/],
    );
  });
});
