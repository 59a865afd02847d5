/** People who leave, or whom a later configuration names, are noticed while the worker runs. */
import type { Logger } from '@temporalio/worker';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { loadSettings } from '../../config/load-settings.ts';
import type { Settings } from '../../domain/settings.ts';
import { neededScopes } from '../../slack/scopes.ts';
import type { Reconcile } from '../../worker/reconcile-again.ts';
import { setupReconciler } from '../../worker/setup-reconciler.ts';
import { pageConfig } from '../support/page.ts';
import { slackThat } from '../support/scripted-slack.ts';
import { testNamespace, type TestNamespace } from '../support/temporal.ts';

const hourMs = 3_600_000;

let server: TestNamespace;
let settings: Settings;
let gone: string[];
let logged: string[];
let looks: () => number;
let look: Reconcile;
let isAway: boolean;
beforeEach(async () => {
  server = await testNamespace();
  const loaded = await loadSettings(await pageConfig());
  settings = {
    ...loaded,
    people: { ...loaded.people, approvers: ['U_VERA', 'U_VICTOR'], admins: ['U_ADAM'] },
  };
  [gone, logged, isAway] = [[], [], false];
  const slack = await slackThat({
    'auth.test': () =>
      isAway ? { ok: false, error: 'internal_error' } : { response_metadata: { scopes: neededScopes } },
    'conversations.list': () => ({ channels: [{ id: 'C1', name: settings.slack.releaseChannel }] }),
    'conversations.info': () => ({ channel: { id: 'C1', is_member: true } }),
    'users.info': (params) =>
      gone.includes(params.get('user') ?? '')
        ? { ok: false, error: 'user_not_found' }
        : { user: { id: params.get('user') } },
  });
  looks = () => slack.calls.filter((method) => method === 'auth.test').length;
  const logger = { error: (line: string) => logged.push(line) } as unknown as Logger;
  look = setupReconciler({ slack: slack.client, client: server.client, page: null, logger });
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
});
afterEach(async () => {
  vi.useRealTimers();
  await server.close();
});

const later = (ms: number) => vi.setSystemTime(Date.now() + ms);
const runOf = async (user: string) =>
  (await server.client.workflow.getHandle(`trouble:person:${user}`).describe()).runId;

it('who left is noticed within hours, and told once while the admins know of it', async () => {
  await look(settings, 0);
  expect([looks(), logged]).toEqual([1, []]);
  gone = ['U_VERA'];
  later(hourMs);
  await look(settings, 0);
  expect(looks()).toBe(1);
  later(6 * hourMs);
  await look(settings, 0);
  expect([looks(), logged]).toEqual([2, [expect.stringContaining('U_VERA')]]);
  const told = await runOf('U_VERA');
  for (let n = 1; n <= 3; n += 1) {
    later(6 * hourMs);
    await look(settings, 0);
  }
  expect([looks(), logged.length, await runOf('U_VERA')]).toEqual([5, 1, told]);
  // The workflow that notifies the admins lasts for a day.
  await server.client.workflow.getHandle('trouble:person:U_VERA').terminate('a day is over');
  later(6 * hourMs);
  await look(settings, 0);
  expect([logged.length, (await runOf('U_VERA')) === told]).toEqual([2, false]);
});

it('another version of the configuration is looked at when it runs', async () => {
  gone = ['U_NEW'];
  await look(settings, 0);
  const next = { ...settings, people: { ...settings.people, approvers: ['U_VERA', 'U_NEW'] } };
  await look(next, 0);
  await look(next, 0);
  expect([looks(), logged]).toEqual([2, [expect.stringContaining('U_NEW')]]);
  await expect(runOf('U_NEW')).resolves.toMatch(/./);
});

it('where Slack does not tell, it is looked again in a minute', async () => {
  isAway = true;
  await expect(look(settings, 0)).rejects.toThrow(/internal_error/);
  await look(settings, 0);
  expect(looks()).toBe(1);
  isAway = false;
  later(60_000);
  await look(settings, 0);
  await look(settings, 0);
  expect(looks()).toBe(2);
});
