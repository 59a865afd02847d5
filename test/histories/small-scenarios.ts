/** What is told regularly, and what links show. */
import { vi } from 'vitest';
import { keepSchedule } from '../../client/schedules.ts';
import type { SharedLinks } from '../../domain/messages/shared-links.ts';
import { taskQueue, unfurlIdOf, unfurlWorkflow } from '../../domain/messages/workflows.ts';
import type { Scenario } from './scenarios.ts';

export const smallScenarios = {
  digest: {
    script: {},
    play: async ({ client }) => {
      await keepSchedule(client, 'digest', { days: [1], atMinute: 0, timezone: 'UTC' });
      const schedule = client.schedule.getHandle('digest');
      await schedule.trigger();
      const started = await vi.waitFor(async () => {
        const [action] = (await schedule.describe()).info.recentActions;
        if (action === undefined) throw new Error('It has not started yet');
        return action.action.workflow.workflowId;
      }, 30_000);
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
} as const satisfies Readonly<Record<string, Scenario>>;
