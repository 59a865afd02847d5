/** Detours by people, Slack and trackers: they wait, answer late, repeat a request, or name the key of another release. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Context } from '@temporalio/activity';
import { keyWantedSignal, statusQuery } from '../../domain/messages/definitions.ts';
import { channelDestination } from '../../domain/messages/round.ts';
import { releaseIdOf } from '../../domain/messages/workflows.ts';
import type { CheckReport } from '../../domain/release/check-report.ts';
import { eventuallyTrue } from '../support/eventually.ts';
import { rules } from '../support/scripted-activities.ts';
import { critical, end, requester, roundTheClock, untilAsked, withTurn } from './steps.ts';
import type { Actor, Scenario, Stagehand } from './steps.ts';

const found: CheckReport = {
  ...{ outcome: 'checked', title: 'A title', url: 'https://t.example.com/T-1', missingSigns: [] },
  ...{ evidence: {}, scope: critical, rules },
};

/** Slack never answers. */
const silent: Scenario['script']['instead'] = { deliverNotices: () => Context.current().cancelled };

async function rejected(stage: Stagehand): Promise<Actor> {
  const release = await stage.request('T-1');
  await release.until('awaiting_approval');
  await release.signal('reject', { reason: 'not today' });
  await release.until('rejected');
  return release;
}

const quick = { afterMs: 500, everyMs: 500, escalateAfterMs: 1500, escalateTo: ['U_BOSS'] };

async function ready(stage: Stagehand): Promise<Actor> {
  const release = await withTurn(stage);
  await release.signal('adminHere', { actor: 'U_ADAM' });
  await release.until('ready');
  return release;
}

export const conversationScenarios = {
  'nudged-and-escalated': {
    script: { rules: { ...rules, calendar: roundTheClock, reminders: { ...rules.reminders, approvers: quick } } },
    play: async (stage) => {
      const release = await stage.request('T-1');
      const nudges = async () => (await release.handle.query(statusQuery)).history.length > 5;
      await eventuallyTrue(nudges);
      return end(release, 'cancel');
    },
  },
  'told-in-rounds': {
    script: {
      instead: {
        deliverNotices: (notices, { only }) => {
          const cardPlace = { release: 'k', channel: 'C1', ts: '1.1' };
          const left = { place: channelDestination, notices: notices.map(({ id }) => id), triedSince: null };
          return Promise.resolve({ cardPlace, left: only === null ? [left] : [], asked: [] });
        },
      },
    },
    play: async (stage) => {
      const release = await rejected(stage);
      await release.handle.result();
      return release.handle;
    },
  },
  'asked-again-while-slack-is-away': {
    script: { instead: silent },
    play: async (stage) => {
      const release = await rejected(stage);
      const { runId } = await release.handle.describe();
      await release.signal('request', { ...requester, commandId: 'again' });
      await release.until('awaiting_approval');
      return stage.client.workflow.getHandle(release.handle.workflowId, runId);
    },
  },
  'words-left-for-later': {
    script: { instead: silent },
    play: async (stage) => {
      const release = await rejected(stage);
      await release.handle.signal(keyWantedSignal);
      await release.handle.result();
      return release.handle;
    },
  },
  /** The tracker takes longer than people expect to wait. */
  'start-waits-for-the-checks': {
    script: {
      scope: critical,
      instead: {
        checkTicket: async () => {
          await sleep(2000);
          return found;
        },
      },
    },
    play: async (stage) => {
      const release = await ready(stage);
      await release.signal('depStart', requester);
      await release.signal('depFinish', requester);
      await release.handle.result();
      return release.handle;
    },
  },
  'key-of-another': {
    script: { instead: { keyHolder: () => Promise.resolve({ ticket: 'T-2', requester: 'U_OLEG', passing: false, own: false }) } },
    play: async (stage) => {
      await stage.request('T-2');
      const release = await stage.request('T-1', { tickets: ['T-1', 'T-3', 'T-2'] });
      await release.handle.result();
      return release.handle;
    },
  },
  'key-waited-for': {
    script: { instead: { keyHolder: () => Promise.resolve({ ticket: 'T-2', requester: 'U_OLEG', passing: true, own: false }) } },
    play: async (stage) => {
      const other = await stage.request('T-2');
      await other.until('awaiting_approval');
      const release = await stage.request('T-1', { tickets: ['T-1', 'T-2'] });
      await untilAsked(release.handle, 'keyHolder');
      await end(other, 'cancel');
      await release.until('awaiting_approval');
      return end(release, 'cancel');
    },
  },
  'alias-outlives-its-release': {
    script: {},
    play: async (stage) => {
      const release = await stage.request('T-1', { tickets: ['T-1', 'T-2'] });
      await release.until('awaiting_approval');
      await release.handle.terminate();
      const alias = stage.client.workflow.getHandle(releaseIdOf('T-2'));
      const { runId } = await alias.describe();
      await alias.signal('request', requester);
      await eventuallyTrue(async () => (await alias.describe()).runId !== runId);
      return stage.client.workflow.getHandle(alias.workflowId, runId);
    },
  },
  'page-without-a-ticket': {
    script: {
      instead: {
        openRelease: () => Promise.resolve({ earlier: null, rules, recorded: true, numbered: true, heldBy: null }),
      },
    },
    play: async (stage) => {
      const release = await stage.request('REL-1', { tickets: [], wikiLink: 'https://w.example.com/onboarding' });
      await release.until('awaiting_approval');
      return end(release, 'cancel');
    },
  },
  'not-taken-today': {
    script: {},
    play: async (stage) => {
      const release = await stage.request('T-1');
      await release.until('awaiting_approval');
      const tooLong = { actor: `U${'V'.repeat(120)}` };
      await release.signal('reject', tooLong);
      await release.signal('reject', tooLong);
      return end(release, 'cancel');
    },
  },
} as const satisfies Readonly<Record<string, Scenario>>;
