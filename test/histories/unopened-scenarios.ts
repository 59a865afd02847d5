/** A redelivered request, already handled by an earlier release, starts a run, and a command arrives as an update in the meantime. */
import { setTimeout as sleep } from 'node:timers/promises';
import { releaseCommandUpdate } from '../../domain/messages/definitions.ts';
import { releaseIdOf } from '../../domain/messages/workflows.ts';
import { blankStatus } from '../../domain/release/status.ts';
import { untilIdle } from '../support/idle.ts';
import { rules } from '../support/scripted-activities.ts';
import type { Scenario } from './steps.ts';

const commandId = 'request-1';
const opened = {
  earlier: {
    stage: 'cancelled' as const,
    status: blankStatus('T-1', 0),
    answered: [{ commandId, answer: { done: true as const, stage: 'checking' as const } }],
  },
  rules,
  recorded: false,
  numbered: false,
  heldBy: null,
};

const unopened: Scenario = {
  script: { instead: { openRelease: () => Promise.resolve(opened) } },
  play: async ({ client, request, away }) => {
    const handle = client.workflow.getHandle(releaseIdOf('T-1'));
    await away(async () => {
      await request('T-1', { commandId });
      const accept = { signal: 'accept', actor: 'U_VERA', commandId: 'accept-1' } as const;
      handle.executeUpdate(releaseCommandUpdate, { args: [accept] }).catch(() => null);
      await sleep(500);
    });
    await untilIdle(handle);
    await handle.terminate().catch(() => undefined);
    return handle;
  },
};

/** A request that begins no release of its ID. */
const unfit: Scenario = {
  script: {},
  play: async ({ request }) => {
    const { handle } = await request('t-1', { commandId });
    await handle.result();
    return handle;
  },
};

export const unopenedScenarios: Readonly<Record<string, Scenario>> = {
  /** As recorded by 1.1.0, in which the update waited forever. */
  'unopened-untold': unopened,
  'unopened-told': unopened,
  /** As a version before 1.2 has it. */
  'unfit-untold': unfit,
  'unfit-told': unfit,
};
