/** The admins are notified once of a credential that a tracker rejects. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ticketActivities, trackerWorlds } from '../../activities/ticket-activities.ts';
import type { RefusedCredential } from '../../activities/ticket-activities.ts';
import { loadSettings } from '../../config/load-settings.ts';
import { oneTicket } from '../../domain/release/subject.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { playedServer } from './tickets/played/server.ts';
import type { PlayedServer } from './tickets/played/server.ts';

let server: PlayedServer;
beforeAll(async () => {
  server = await playedServer();
});
afterAll(() => {
  server.close();
});

/** Writes a configuration with these lines in addition to the required ones. Returns its path. */
async function configFile(lines: string): Promise<string> {
  const path = join(await temporaryFolder(), 'dobrobot.yaml');
  const required = `slack: { releaseChannel: releases }
people: { approvers: [U_VERA], admins: [U_ADAM] }
components: { billing: {} }
internalHosts: [127.0.0.1]
`;
  await writeFile(path, required + lines);
  return path;
}

it('once for each tracker, and again if they could not be told', async () => {
  server.answers = () => ({ status: 401, body: {} });
  const path =
    await configFile(`tickets: { main: { tracker: redmine, url: "${server.url}", tokenEnv: REDMINE_KEY, keys: "[0-9]*" } }
`);
  const told: RefusedCredential[] = [];
  let works = false;
  const tell = (refused: RefusedCredential) => {
    told.push(refused);
    return works ? Promise.resolve() : Promise.reject(new Error('no Slack'));
  };
  const { checkTicket } = ticketActivities(
    () => loadSettings(path),
    tell,
    trackerWorlds({ REDMINE_KEY: 's3cret' }),
  );
  const options = { wikiLink: null, noNeedAdmin: false, hotfix: false, components: null };
  const check = () => checkTicket({ subject: oneTicket('4711'), options });

  const reason = `${server.url} does not take the credential in REDMINE_KEY: it is wrong or has expired`;
  expect(await check()).toMatchObject({ outcome: 'unavailable', message: reason });
  works = true;
  for (let times = 0; times < 5; times++) await check();
  expect(told).toEqual([
    { tracker: 'main', reason },
    { tracker: 'main', reason },
  ]);
  expect(reason).not.toContain('s3cret');
});

it('for pages as well', async () => {
  server.answers = ({ path: asked }) => (asked === '/wiki/1' ? { status: 401, body: '' } : { body: issue });
  const issue = {
    issue: {
      ...{ id: 1, subject: 'Refunds', description: `${server.url}/wiki/1`, project: { name: 'p' } },
      ...{ tracker: { name: 't' }, status: { name: 'New' } },
    },
    user: { id: 1 },
  };
  const path =
    await configFile(`checks: { codeReview: false, qa: false, customerDemo: false, rollbackDocs: false, releaseDocs: { page: {} } }
tickets: { main: { tracker: redmine, url: "${server.url}", tokenEnv: REDMINE_KEY } }
pages: [ { matches: "${server.url}/wiki/", kind: http, tokenEnv: WIKI } ]
`);
  const told: RefusedCredential[] = [];
  const tell = (refused: RefusedCredential) => Promise.resolve(void told.push(refused));
  const env = { REDMINE_KEY: 'a', WIKI: 's3cret' };
  const { checkTicket } = ticketActivities(() => loadSettings(path), tell, trackerWorlds(env));
  const options = { wikiLink: null, noNeedAdmin: false, hotfix: false, components: null };
  for (let times = 0; times < 2; times++) {
    expect((await checkTicket({ subject: oneTicket('1'), options })).outcome).toBe('unavailable');
  }
  const reason = `${server.url} does not take the credential in WIKI: it is wrong or has expired`;
  expect(told).toEqual([{ pages: `${server.url}/wiki/`, reason }]);
});
