import {
  CancellationScope,
  condition,
  defineQuery,
  proxyActivities,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { EventRow } from '../domain/log/event-row.ts';
import { begin } from '../domain/release/commands.ts';
import type { ReleaseCommand } from '../domain/messages/payload.ts';
import type { ReleaseState } from '../domain/release/state.ts';
import { blankStatus, statusOf } from '../domain/release/status.ts';
import type { ReleaseStatus } from '../domain/release/status.ts';
import type { ReleaseActivities } from '../domain/messages/activities.ts';
import { openInbox } from './inbox.ts';
import type { Message } from './inbox.ts';
import { LiveRelease } from './live-release.ts';
import { releaseIdOf } from '../domain/messages/workflows.ts';
import { seenKept } from '../domain/messages/runs.ts';
import { seenQuery, statusQuery, unrecordedQuery } from '../domain/messages/definitions.ts';
import { newKey } from './new-key.ts';
import type { ReleaseInput, ReleaseResult } from '../domain/messages/runs.ts';

const { openRelease } = proxyActivities<ReleaseActivities>({ startToCloseTimeout: '30 seconds' });

const firstRun: ReleaseInput = {
  state: null,
  commands: [],
  notices: [],
  rows: [],
  recorded: false,
  cardPlace: null,
  seen: [],
};

/** One release of one ticket, from the request for the "good" to its end. */
export async function release(input: ReleaseInput = firstRun): Promise<ReleaseResult> {
  const ticket = workflowInfo().workflowId.slice(releaseIdOf('').length);
  const inbox = openInbox();
  let seenNow = (): readonly string[] => input.seen;
  let unrecordedNow: (handled: number) => readonly EventRow[] = () => input.rows;
  let statusNow = (): ReleaseStatus => blankStatus(ticket, Date.now());
  setHandler(defineQuery<ReleaseStatus>(statusQuery), () => statusNow());
  setHandler(defineQuery<readonly string[]>(seenQuery), () => seenNow());
  setHandler(defineQuery<readonly EventRow[], [number?]>(unrecordedQuery), (handled = Infinity) =>
    unrecordedNow(handled),
  );
  inbox.push(...input.commands.map((command): Message => ({ type: 'command', command })));
  CancellationScope.current().cancelRequested.catch(() => inbox.push({ type: 'cancelRequested' }));

  // Cancelling is a message like any other: locks are freed and people told before the run closes.
  return CancellationScope.nonCancellable(async () => {
    const begun =
      input.state === null ? await open(ticket, inbox) : { ...input, state: input.state, seen: [] };
    if (!('state' in begun)) {
      statusNow = () => begun.status;
      return begun;
    }
    const seen = [...begun.seen, ...input.seen].slice(-seenKept);
    const live = new LiveRelease(begun.state, inbox, { ...input, recorded: begun.recorded, seen });
    statusNow = () => statusOf(live.state, Date.now());
    seenNow = () => live.seen;
    unrecordedNow = (handled) => live.unrecorded(handled);
    return live.toEnd();
  });
}

/** A release that a request began, and the IDs of the commands that it must not carry out again. */
interface Begun {
  readonly state: ReleaseState;
  readonly recorded: boolean;
  readonly seen: readonly string[];
}

/** Waits for the request that begins the release. If none comes, or only such as an earlier release has seen, that one's result stands. */
async function open(ticket: string, inbox: Message[]): Promise<Begun | ReleaseResult> {
  // Whoever starts a release by hand in the Web UI has this long to send the request.
  await condition(
    () => inbox.some((message) => isRequest(message) || message.type === 'cancelRequested'),
    '1 hour',
  );
  const { workflowId, runId } = workflowInfo();
  const { earlier, rules, recorded } = await openRelease({ workflowId, runId });
  const seen = earlier?.seen ?? [];
  for (let request = takeRequest(inbox); request !== undefined; request = takeRequest(inbox)) {
    const { commandId } = request;
    if (commandId !== null && seen.includes(commandId)) continue;
    const state = begin(ticket, newKey(), rules, request, Date.now());
    return { state, recorded, seen: commandId === null ? seen : [...seen, commandId] };
  }
  return earlier ?? { stage: 'cancelled', status: blankStatus(ticket, Date.now()), seen };
}

/** Takes the first request out of an inbox. */
function takeRequest(inbox: Message[]): ReleaseCommand | undefined {
  const index = inbox.findIndex(isRequest);
  return index === -1 ? undefined : (inbox.splice(index, 1)[0] as RequestMessage).command;
}

type RequestMessage = Extract<Message, { type: 'command' }>;

const isRequest = (message: Message): message is RequestMessage =>
  message.type === 'command' && message.command.signal === 'request';
