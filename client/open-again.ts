import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import type { Client } from '@temporalio/client';
import { furtherKeys } from '../domain/messages/further-keys.ts';
import type { AliasMemo } from '../domain/messages/memo.ts';
import { nothingLeft } from '../domain/messages/round.ts';
import type { ReleaseInput } from '../domain/messages/runs.ts';
import {
  aliasSummary,
  releaseAliasWorkflow,
  releaseIdOf,
  releaseWorkflow,
  taskQueue,
} from '../domain/messages/workflows.ts';
import type { ReleaseState } from '../domain/release/state.ts';
import { orNull } from './or-null.ts';
import { aliasShown, releaseShown } from './visibility.ts';

/** What Temporal has under the ID of a release: nothing, this very release, or another one that is open. */
export type InTemporal = 'nothing' | 'open' | 'ended' | 'other';

/** Throws Temporal's errors. */
export async function releaseInTemporal(client: Client, { subject, key }: ReleaseState): Promise<InTemporal> {
  const described = await orNull(client.workflow.getHandle(releaseIdOf(subject.id)).describe());
  if (described === null) return 'nothing';
  const isOpen = described.status.name === 'RUNNING';
  if (releaseShown(described)?.key === key) return isOpen ? 'open' : 'ended';
  return isOpen ? 'other' : 'nothing';
}

/**
 * Reopens a release as it was and delivers its last event. Returns those of its further keys that belong to another release by now. Throws
 * Temporal's errors, also if it is already open.
 */
export async function openAgain(client: Client, state: ReleaseState): Promise<readonly string[]> {
  const { subject, key } = state;
  const aliases: string[] = [];
  const taken: string[] = [];
  for (const [further, workflowId] of furtherKeys(subject)) {
    const isOwn = await startAlias(client, workflowId, { of: subject.id, release: key });
    if (isOwn) aliases.push(workflowId);
    else taken.push(further);
  }
  const input: ReleaseInput = {
    state: { ...state, aliases },
    told: state.events.length - 1,
    commands: [],
    notices: [],
    left: nothingLeft,
    rows: [],
    recorded: true,
    cardPlace: null,
    asks: [],
    answered: answeredIn(state),
  };
  await client.workflow.start(releaseWorkflow, {
    workflowId: releaseIdOf(subject.id),
    taskQueue,
    args: [input],
    staticSummary: `Release of ${subject.id}, opened again from the log`,
  });
  return taken;
}

/** Commands that a door may deliver again were carried out before. */
const answeredIn = ({ events, stage }: ReleaseState): ReleaseInput['answered'] =>
  events.flatMap(({ commandId }) =>
    commandId === null ? [] : [{ commandId, answer: { done: true, stage } as const }],
  );

/** False if another release has that ID. An alias of this release exists if an earlier attempt to open it was interrupted. */
async function startAlias(client: Client, workflowId: string, by: AliasMemo['alias']): Promise<boolean> {
  const memo: AliasMemo = { alias: by };
  try {
    await client.workflow.start(releaseAliasWorkflow, {
      ...{ workflowId, taskQueue },
      args: [by],
      memo: { ...memo },
      staticSummary: aliasSummary(by),
    });
    return true;
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    return aliasShown(await client.workflow.getHandle(workflowId).describe())?.release === by.release;
  }
}
