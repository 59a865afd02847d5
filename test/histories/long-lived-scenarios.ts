/** Workflows that stay open for long: open ones, and what each passes from run to run. */
import { forgetPlaces, introduceConfiguration } from '../../client/configurations.ts';
import { hearOfAlerts, openGate } from '../../client/hooks.ts';
import { askForNumber } from '../../client/numbers.ts';
import { tellOfTrouble } from '../../client/troubles.ts';
import { noConfigurations } from '../../domain/configurations.ts';
import { alertsSignal, configurationReadSignal } from '../../domain/messages/definitions.ts';
import type { GateRequest } from '../../domain/messages/hooks.ts';
import { alertsIdOf, configurationId, counterIdOf, gateIdOf, releaseIdOf, troubleIdOf } from '../../domain/messages/workflows.ts';
import type { Trouble } from '../../domain/trouble.ts';
import { alert } from './hook-scenarios.ts';
import { critical, requester, untilAsked, untilNextRun } from './steps.ts';
import type { Scenario, Stagehand } from './steps.ts';

const read = (place: string, version: string) => ({ place, version, values: { components: {} } });

/** One worker edits its file, another goes away. */
async function configured({ client }: Stagehand) {
  await introduceConfiguration(client, read('a:/d.yaml', '1'), noConfigurations);
  await introduceConfiguration(client, read('b:/d.yaml', '1'), noConfigurations);
  await introduceConfiguration(client, read('a:/d.yaml', '2'), noConfigurations);
  await forgetPlaces(client, ['b:/d.yaml']);
  const handle = client.workflow.getHandle(configurationId);
  await handle.query('__stack_trace');
  return handle;
}

async function numbered({ client }: Stagehand) {
  await askForNumber(client, 'REL', { actor: 'U_DAN', commandId: '1', text: 'New onboarding' });
  await askForNumber(client, 'REL', { actor: 'U_DAN', commandId: '2', wikiLink: 'https://wiki.example.com/onboarding' });
  return client.workflow.getHandle(counterIdOf('REL'));
}

const sender = { hook: 'prom', actor: 'service:prom' };

async function alarmed({ client }: Stagehand) {
  await hearOfAlerts(client, sender, [alert]);
  const handle = client.workflow.getHandle(alertsIdOf(sender.hook));
  await untilAsked(handle, 'tellOfAlerts');
  await untilAsked(handle, 'recordEvents');
  await handle.query('__stack_trace');
  return handle;
}

async function alarmedLong(stage: Stagehand) {
  const handle = await alarmed(stage);
  const before = await untilNextRun(stage.client, handle, () => handle.signal(alertsSignal, [alert]));
  return { handle, before };
}

export const longLivedScenarios = {
  'open-configuration': { script: {}, play: configured },
  'configuration-goes-on': {
    script: {},
    play: async (stage) => {
      const handle = await configured(stage);
      return untilNextRun(stage.client, handle, () => handle.signal(configurationReadSignal, read('a:/d.yaml', '2')));
    },
  },
  'open-counter': { script: {}, play: numbered },
  'open-alerts': { script: {}, play: alarmed },
  'alerts-go-on': { script: {}, play: async (stage) => (await alarmedLong(stage)).before },
  'open-alerts-of-a-later-run': {
    script: {},
    play: async (stage) => {
      const { handle } = await alarmedLong(stage);
      await handle.signal(alertsSignal, [{ ...alert, endedAt: 1 }]);
      await untilAsked(handle, 'tellOfAlerts');
      return handle;
    },
  },
  'open-alias': {
    script: { scope: critical, instead: { passOn: () => Promise.resolve({ done: true, stage: 'awaiting_approval' }) } },
    play: async (stage) => {
      const release = await stage.request('T-1', { tickets: ['T-1', 'T-2'] });
      await release.until('awaiting_approval');
      const alias = stage.client.workflow.getHandle(releaseIdOf('T-2'));
      await alias.executeUpdate('command', { args: [{ signal: 'recheck', ...requester }] });
      await alias.signal('reject', { actor: 'U_NOBODY' });
      await alias.executeUpdate('command', { args: [{ signal: 'recheck', ...requester }] });
      return alias;
    },
  },
  'open-gate': {
    script: { instead: { lookAtGate: () => Promise.resolve({ ticket: 'T-1', comment: 'c', key: 'in line', state: 'waits' }) } },
    play: async ({ client }) => {
      const place = { callback: 'https://g.example.com/', environment: 'production', repository: 'a/b' };
      const asked: GateRequest = { ...place, hook: 'github', id: 'd', ticket: 'T-1', texts: [], requestedAt: Date.now() };
      await openGate(client, asked);
      const handle = client.workflow.getHandle(gateIdOf(asked));
      await untilAsked(handle, 'lookAtGate', 2);
      return handle;
    },
  },
  'open-trouble': {
    script: {},
    play: async ({ client }) => {
      const trouble: Trouble = { type: 'scopes', missing: ['chat:write'] };
      await tellOfTrouble(client, trouble);
      const handle = client.workflow.getHandle(troubleIdOf(trouble));
      await untilAsked(handle, 'tellAdmins');
      await handle.query('__stack_trace');
      return handle;
    },
  },
} as const satisfies Readonly<Record<string, Scenario>>;
