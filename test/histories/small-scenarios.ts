/** The digest, link previews, questions and offers, the last messages of a release, and a release that nobody requested. */
import { offerBack } from '../../client/ask.ts';
import { keepSchedule } from '../../client/schedules.ts';
import type { SharedLinks } from '../../domain/messages/shared-links.ts';
import type { Notice } from '../../domain/messages/notice.ts';
import { nothingLeft } from '../../domain/messages/round.ts';
import type { UndeliveredNotices } from '../../domain/messages/runs.ts';
import { askerIdOf, askerWorkflow, lastWordsIdOf, lastWordsWorkflow, offersIdOf, releaseIdOf, releaseWorkflow, taskQueue, unfurlIdOf, unfurlWorkflow } from '../../domain/messages/workflows.ts';
import { aCard } from '../support/a-card.ts';
import { eventually } from '../support/eventually.ts';
import type { Scenario } from './scenarios.ts';

export const smallScenarios = {
  digest: {
    script: {},
    play: async ({ client }) => {
      await keepSchedule(client, 'digest', { days: [1], atMinute: 0, timezone: 'UTC' });
      const schedule = client.schedule.getHandle('digest');
      await schedule.trigger();
      const started = await eventually(async () => {
        const [action] = (await schedule.describe()).info.recentActions;
        if (action === undefined) throw new Error('It has not started yet');
        return action.action.workflow.workflowId;
      });
      const handle = client.workflow.getHandle(started);
      await handle.result();
      return handle;
    },
  },
  unfurl: {
    script: {},
    play: async ({ client }) => {
      const shared: SharedLinks = { channel: 'C1', ts: '1.1', links: [{ url: 'https://d.example.com/?story=k', releaseKey: 'k' }] };
      const options = { workflowId: unfurlIdOf(shared), taskQueue, args: [shared] };
      const handle = await client.workflow.start(unfurlWorkflow, options);
      await handle.result();
      return handle;
    },
  },
  asker: {
    script: {},
    play: async ({ client }) => {
      const options = { workflowId: askerIdOf('U_DAN', 'a'), taskQueue, args: ['U_DAN'] };
      const handle = await client.workflow.start(askerWorkflow, options);
      await handle.result();
      return handle;
    },
  },
  offers: {
    script: {},
    play: async ({ client }) => {
      const said = { actor: 'U_DAN', via: 'slack', commandId: 'C1:1.1', channel: 'C1', saidAt: 1100, replyTo: 'C1' };
      await offerBack(client, 'C1', [{ ...said, text: 'accept T-1' }]);
      const handle = client.workflow.getHandle(offersIdOf('C1'));
      await handle.result();
      return handle;
    },
  },
  'last-words': {
    script: {},
    play: async ({ client }) => {
      const notices: Notice[] = [{ kind: 'card', id: 'a', tried: true, card: aCard }];
      const untold: UndeliveredNotices = { notices, left: nothingLeft, cardPlace: null, asks: [] };
      const options = { workflowId: lastWordsIdOf('key', 'a'), taskQueue, args: [untold] };
      const handle = await client.workflow.start(lastWordsWorkflow, options);
      await handle.result();
      return handle;
    },
  },
  'no-such-workflow': {
    script: {},
    play: async ({ client }) => {
      const handle = await client.workflow.start('unheardOf', { workflowId: 'unheard-of', taskQueue });
      await handle.result().catch(() => undefined);
      return handle;
    },
  },
  'no-request': {
    script: {},
    play: async ({ client }) => {
      const options = { workflowId: releaseIdOf('T-1'), taskQueue };
      const signal = { signal: 'accept', signalArgs: [{ actor: 'U_VERA', commandId: 'accept-1' }] };
      const handle = await client.workflow.signalWithStart(releaseWorkflow, { ...options, ...signal });
      await handle.signal('request', { actor: 'bob' });
      await handle.result();
      return handle;
    },
  },
} as const satisfies Readonly<Record<string, Scenario>>;
