import { setTimeout as sleep } from 'node:timers/promises';
import type { WorkflowHandle } from '@temporalio/client';
import type { CommandSignal } from '../../domain/command/commands.ts';
import { releaseCommandUpdate } from '../../domain/messages/definitions.ts';
import { approver, requester } from './kinds.ts';

const againMs = 2000;
const longestMs = 10 * 60_000;

/** Repeats a command until it succeeds: the turn of a release comes a little after its approval. */
export async function carryOut(release: WorkflowHandle, signal: CommandSignal, actor: string): Promise<void> {
  const command = { signal, actor } as const;
  const giveUpAt = Date.now() + longestMs;
  for (;;) {
    const answer = await release.executeUpdate(releaseCommandUpdate, { args: [command] });
    if (answer.done) return;
    if (Date.now() > giveUpAt) throw new Error(`${signal}: ${JSON.stringify(answer)}`);
    await sleep(againMs);
  }
}

/** Takes a requested release to production. */
export async function toProduction(release: WorkflowHandle): Promise<void> {
  await carryOut(release, 'accept', approver);
  await carryOut(release, 'depStart', requester);
}
