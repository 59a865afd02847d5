import {
  CancellationScope,
  condition,
  defineQuery,
  proxyActivities,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import { begin } from '../domain/release/commands.ts';
import type { ReleaseCommand } from '../domain/release/payload.ts';
import type { ReleaseState } from '../domain/release/state.ts';
import { blankStatus, statusOf } from '../domain/release/status.ts';
import type { ReleaseStatus } from '../domain/release/status.ts';
import type { ReleaseActivities } from './activities.ts';
import { openInbox } from './inbox.ts';
import type { Message } from './inbox.ts';
import { LiveRelease } from './live-release.ts';
import { releaseIdOf, statusQuery } from './names.ts';
import { newKey } from './new-key.ts';
import type { ReleaseInput, ReleaseResult } from './names.ts';

const { openRelease } = proxyActivities<ReleaseActivities>({ startToCloseTimeout: '30 seconds' });

const firstRun: ReleaseInput = { state: null, commands: [], notices: [], seen: [] };

/** One release of one ticket, from the request for the "good" to its end. */
export async function release(input: ReleaseInput = firstRun): Promise<ReleaseResult> {
  const ticket = workflowInfo().workflowId.slice(releaseIdOf('').length);
  const inbox = openInbox();
  let live: LiveRelease | null = null;
  setHandler(defineQuery<ReleaseStatus>(statusQuery), () =>
    live === null ? blankStatus(ticket, Date.now()) : statusOf(live.state, Date.now()),
  );
  inbox.push(...input.commands.map((command): Message => ({ type: 'command', command })));
  CancellationScope.current().cancelRequested.catch(() => inbox.push({ type: 'cancelRequested' }));

  // Cancelling is a message like any other: locks are freed and people told before the run closes.
  return CancellationScope.nonCancellable(async () => {
    const state = input.state ?? (await open(ticket, inbox));
    if (state === null) return { stage: 'cancelled', seen: input.seen };
    live = new LiveRelease(state, inbox, input);
    return live.toEnd();
  });
}

/** Waits for the request that begins the release; null if none came, or only one that an earlier release has seen. */
async function open(ticket: string, inbox: Message[]): Promise<ReleaseState | null> {
  // Whoever starts a release by hand in the Web UI has this long to send the request.
  await condition(
    () => inbox.some((message) => isRequest(message) || message.type === 'cancelRequested'),
    '1 hour',
  );
  const request = inbox.find(isRequest);
  if (request === undefined) return null;
  inbox.splice(inbox.indexOf(request), 1);
  const { workflowId, runId } = workflowInfo();
  const { commandId } = request.command;
  const { duplicate, rules } = await openRelease({ workflowId, runId, commandId });
  if (!duplicate) return begin(ticket, newKey(), rules, request.command, Date.now());
  return inbox.some(isRequest) ? open(ticket, inbox) : null;
}

function isRequest(message: Message): message is { type: 'command'; command: ReleaseCommand } {
  return message.type === 'command' && message.command.signal === 'request';
}
