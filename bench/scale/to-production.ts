import { setTimeout as sleep } from 'node:timers/promises';
import type { WorkflowHandle } from '@temporalio/client';
import type { CommandSignal } from '../../domain/command/commands.ts';
import { releaseCommandUpdate } from '../../domain/messages/definitions.ts';
import { approver, requester } from './kinds.ts';

/** Says it again until it is done: the turn of a release comes a little after its good. */
export async function carryOut(
  release: WorkflowHandle,
  signal: CommandSignal,
  actor: string,
  againMs = 2000,
): Promise<void> {
  const command = { signal, actor } as const;
  while (!(await release.executeUpdate(releaseCommandUpdate, { args: [command] })).done) await sleep(againMs);
}

/** Brings a release that was asked for on production. */
export async function toProduction(release: WorkflowHandle): Promise<void> {
  await carryOut(release, 'accept', approver);
  await carryOut(release, 'depStart', requester);
}
