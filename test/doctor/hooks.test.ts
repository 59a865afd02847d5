/** The secrets of hooks, checked with the environment of the web page. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { expect, it } from 'vitest';
import { loadSettings } from '../../config/load-settings.ts';
import { diagnoseHooks } from '../../doctor/hooks.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const hooks = {
  argo: { kind: 'standard', secretEnv: ['HOOK_ARGO', 'HOOK_ARGO_OLD'] },
  alerts: { kind: 'alertmanager', secretEnv: 'HOOK_ALERTS' },
};
const good = { HOOK_ARGO: 'whsec_b25l', HOOK_ARGO_OLD: 'whsec_dHdv', HOOK_ALERTS: 'three' };

async function lookWith(env: NodeJS.ProcessEnv, own: object = hooks): Promise<readonly string[]> {
  const path = join(await temporaryFolder(), 'dobrobot.yaml');
  const all = {
    slack: { releaseChannel: 'releases' },
    people: { approvers: ['U_VERA'], admins: ['U_ADAM'] },
    tickets: { tracker: 'file', file: 'tickets.yaml', linkTemplate: 'https://t.example.com/{key}' },
    components: { billing: {} },
    webhooks: { audit: { url: 'https://audit.example.com/', secretEnv: 'AUDIT_SECRET' } },
    hooks: own,
  };
  await writeFile(path, stringify(all));
  return diagnoseHooks(await loadSettings(path), env).map(({ state, text }) => `${state}: ${text}`);
}

it('are in order where each is there and of its own', async () => {
  expect(await lookWith(good)).toEqual(['ok: each has a secret of its own']);
  expect(await lookWith({}, {})).toEqual([]);
});

it('cannot be told from where the web page has none of its variables', async () => {
  const worker = { SLACK_BOT_TOKEN: 'xoxb-1', AUDIT_SECRET: 'whsec_b25l' };
  expect(await lookWith(worker)).toEqual([expect.stringMatching(/^unknown: .*exec web /)]);
  for (const web of ['DOBROBOT_WEB_SECRET', 'DOBROBOT_WEB_HOST'])
    expect(await lookWith({ ...worker, [web]: 'x' })).toHaveLength(3);
});

it('that are missing or empty are named, with their hook', async () => {
  expect(await lookWith({ ...good, HOOK_ARGO_OLD: '', HOOK_ALERTS: undefined })).toEqual([
    expect.stringMatching(/^wrong: HOOK_ARGO_OLD is not set, or empty, so the hook argo refuses/),
    expect.stringMatching(/^wrong: HOOK_ALERTS is not set, or empty, so the hook alerts refuses/),
  ]);
  const file = join(await temporaryFolder(), 'secret');
  await writeFile(file, '\n');
  expect(await lookWith({ ...good, HOOK_ALERTS: undefined, HOOK_ALERTS_FILE: file })).toEqual([
    `wrong: HOOK_ALERTS_FILE names ${file}, which is empty. So the hook alerts refuses whoever signs with it`,
  ]);
});

it('that nobody can sign with are named', async () => {
  expect(await lookWith({ ...good, HOOK_ARGO: 'no base64!' })).toEqual([
    expect.stringMatching(/^wrong: HOOK_ARGO is no secret of Standard Webhooks/),
  ]);
});

it('that are the same as those of others are named, also from files', async () => {
  const file = join(await temporaryFolder(), 'secret');
  await writeFile(file, `${good.HOOK_ARGO}\n`);
  expect(await lookWith({ ...good, HOOK_ALERTS: undefined, HOOK_ALERTS_FILE: file })).toEqual([
    expect.stringMatching(/^wrong: HOOK_ARGO of the hook argo is the same as HOOK_ALERTS of the hook alerts/),
  ]);
  expect(await lookWith({ ...good, AUDIT_SECRET: good.HOOK_ARGO_OLD })).toEqual([
    expect.stringMatching(/^wrong: HOOK_ARGO_OLD of the hook argo is the same as AUDIT_SECRET/),
  ]);
  const one = { kind: 'gitea', secretEnv: 'HOOK_ALERTS' };
  expect(await lookWith(good, { ...hooks, code: one })).toEqual([
    expect.stringMatching(/^wrong: HOOK_ALERTS is the secret of the hooks alerts and code/),
  ]);
  // The same hook may have an old and a new secret for a while.
  expect(await lookWith({ ...good, HOOK_ARGO_OLD: good.HOOK_ARGO })).toEqual([
    'ok: each has a secret of its own',
  ]);
});
