/** Commands wait for one another for long, as nobody tells who may do what. */
import { setTimeout as sleep } from 'node:timers/promises';
import { untilIdle } from '../support/idle.ts';
import { critical, requester } from './steps.ts';
import type { Scenario } from './steps.ts';

/** A release is late then. */
export const slowMs = 5500;

const crowded: Scenario = {
  script: {
    scope: critical,
    instead: {
      lookUpRoles: ({ components }) => sleep(slowMs, { approver: true, approves: components, admin: true }),
    },
  },
  play: async ({ request, away }) => {
    const release = await request('T-1');
    await release.until('awaiting_approval');
    await untilIdle(release.handle);
    await away(async () => {
      await release.signal('accept');
      await release.signal('cancel', requester);
    });
    await release.handle.result();
    return release.handle;
  },
};

export const crowdedScenarios: Readonly<Record<string, Scenario>> = {
  /** As 1.1.0 recorded it, which showed what came of them after the last. */
  'commands-shown-last': crowded,
  'commands-shown-each': crowded,
};
