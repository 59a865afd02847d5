/** Several commands wait at once. */
import { untilIdle } from '../support/idle.ts';
import { critical, requester, withTurn } from './steps.ts';
import type { Scenario } from './steps.ts';

const ofRelease: Scenario = {
  script: { scope: critical },
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

const ofLock: Scenario = {
  script: { scope: critical },
  play: async (stage) => {
    const { lock, away } = stage;
    const release = await withTurn(stage);
    await untilIdle(lock);
    await away(async () => {
      for (const signal of ['unlock', 'freeze']) await lock.signal(signal, { actor: 'U_VERA', reason: 'works' });
    });
    await release.until('awaiting_approval');
    await untilIdle(lock);
    await lock.terminate();
    return lock;
  },
};

export const crowdedScenarios: Readonly<Record<string, Scenario>> = {
  /** As 1.1.0 recorded it, which showed what came of them after the last. */
  'commands-shown-last': ofRelease,
  'commands-shown-each': ofRelease,
  'lock-commands-told-last': ofLock,
  'lock-commands-told-each': ofLock,
};
