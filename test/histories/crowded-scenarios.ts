/** Commands wait a long time for one another, because the lookup of roles is slow. */
import { setTimeout as sleep } from 'node:timers/promises';
import { untilIdle } from '../support/idle.ts';
import { critical, requester } from './steps.ts';
import type { Scenario } from './steps.ts';

/** Longer than `lateAfterMs` of a release. */
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
  /** As recorded by 1.1.0, which updated the memo only after the last command. */
  'commands-shown-last': crowded,
  'commands-shown-each': crowded,
};
