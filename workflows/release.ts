import {
  allHandlersFinished,
  CancellationScope,
  condition,
  patched,
  proxyActivities,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { EventRow } from '../domain/log/event-row.ts';
import { begin } from '../domain/release/commands.ts';
import type { ReleaseState } from '../domain/release/state.ts';
import { blankStatus, statusOf, summaryOf } from '../domain/release/status.ts';
import type { ReleaseStatus } from '../domain/release/status.ts';
import type { ReleaseActivities } from '../domain/messages/activities.ts';
import { openInbox } from './inbox.ts';
import type { InboxItem } from './inbox.ts';
import { logIfKeyUsed, logIgnored } from './log-ignored.ts';
import { LiveRelease } from './live-release.ts';
import { ticketOfRelease } from '../domain/messages/workflows.ts';
import { answerTo, identityOf, isTemporaryRefusal, remember } from '../domain/messages/answer.ts';
import type { Answered } from '../domain/messages/answer.ts';
import {
  cardQuery,
  lockClaimQuery,
  releaseAnswerQuery,
  releaseAnswersQuery,
  runnerQuery,
  statusQuery,
  unrecordedQuery,
} from '../domain/messages/definitions.ts';
import type { ShownClaim } from '../domain/lock/lock-queue.ts';
import type { ShownCard } from '../domain/messages/notice.ts';
import type { RunnerStatus } from '../domain/messages/runner.ts';
import { refused } from '../domain/release/answers.ts';
import type { ReleaseAnswer } from '../domain/release/answers.ts';
import { shownClaim } from '../domain/release/locking.ts';
import { runnerStatus } from '../domain/release/runner.ts';
import { endAsTaken } from '../domain/release/key-taken.ts';
import { subjectOf, ticketsOf } from '../domain/release/subject.ts';
import type { KeyTaken } from '../domain/release/subject.ts';
import type { ReleaseCommand } from '../domain/messages/payload.ts';
import type { ReleaseRules } from '../domain/settings.ts';
import { reserveKeys } from './aliases.ts';
import { mustContinueAsNew } from './long-life.ts';
import { newKey } from './new-key.ts';
import { proven } from './roles.ts';
import { tellUnreached } from './tell-unreached.ts';
import { nothingLeft } from '../domain/messages/round.ts';
import { TaskClock } from './task-clock.ts';
import type { Received, ReleaseInput, ReleaseResult } from '../domain/messages/runs.ts';

const { openRelease } = proxyActivities<ReleaseActivities>({ startToCloseTimeout: '30 seconds' });

/** The input of the first run of a release. */
export const firstRun: ReleaseInput = {
  state: null,
  commands: [],
  notices: [],
  left: nothingLeft,
  rows: [],
  recorded: false,
  cardPlace: null,
  asks: [],
  answered: [],
};

/** One release, from its request to its end. */
export async function release(
  input: ReleaseInput = firstRun,
  clock = new TaskClock(),
): Promise<ReleaseResult> {
  const ticket = ticketOfRelease(workflowInfo().workflowId);
  let isMistaken = false;
  const inbox = openInbox(() => {
    isMistaken = true;
  });
  let answerNow: LiveRelease['answerTo'] = (...command) => answerTo(input.answered, ...command) ?? null;
  let answersNow: () => LiveRelease['answered'] = () => input.answered;
  let unrecordedNow: (handled: number) => readonly EventRow[] = () => input.rows;
  let statusNow = (): ReleaseStatus => blankStatus(ticket, Date.now());
  setHandler(statusQuery, () => statusNow());
  setHandler(releaseAnswerQuery, (...command) => answerNow(...command));
  setHandler(releaseAnswersQuery, () => answersNow());
  setHandler(unrecordedQuery, (handled = Infinity) => unrecordedNow(handled));
  let cardNow: () => ShownCard | null = () => null;
  setHandler(cardQuery, () => cardNow());
  let runnerNow: (runner: string) => RunnerStatus = () => 'ended';
  setHandler(runnerQuery, (runner) => runnerNow(runner));
  let lockClaimNow: (component: string) => ShownClaim | null = () => null;
  setHandler(lockClaimQuery, (component) => lockClaimNow(component));
  inbox.push(...input.commands.map((received): InboxItem => ({ type: 'command', ...received })));
  CancellationScope.current().cancelRequested.catch(() => inbox.push({ type: 'cancelRequested' }));

  // Cancelling is a message like any other: locks are freed and people told before the run closes.
  return CancellationScope.nonCancellable(async () => {
    const begun =
      input.state === null
        ? await open(ticket, inbox, () => isMistaken, input.answered, clock)
        : { ...input, state: input.state };
    if (!('state' in begun)) {
      statusNow = () => begun.status;
      return begun;
    }
    const { state, recorded, answered } = begun;
    const live = new LiveRelease(state, inbox, { ...input, recorded, answered }, clock);
    statusNow = () => statusOf(live.state, Date.now());
    answerNow = (...command) => live.answerTo(...command);
    answersNow = () => live.answered;
    cardNow = () => live.card;
    runnerNow = (runner) => runnerStatus(live.state, runner);
    lockClaimNow = (component) => shownClaim(live.state, component);
    unrecordedNow = (handled) => live.unrecorded(handled);
    return live.toEnd();
  });
}

/** A release that a request began, and the commands that it must not carry out again. */
interface Begun {
  readonly state: ReleaseState;
  readonly recorded: boolean;
  readonly answered: readonly Answered<ReleaseAnswer>[];
}

/**
 * Waits for the request that begins the release. Without one, or only with requests that an earlier release has seen, returns the result of
 * that release.
 */
async function open(
  ticket: string,
  inbox: InboxItem[],
  isMistaken: () => boolean,
  before: readonly Answered<ReleaseAnswer>[],
  clock: TaskClock,
): Promise<Begun | ReleaseResult> {
  await somethingToBegin(inbox, isMistaken);
  const { workflowId, runId } = workflowInfo();
  const { earlier, rules, recorded, numbered, heldBy } = await openRelease({ workflowId, runId });
  const answered = ofEarlier([...(earlier?.answered ?? []), ...before]);
  // A numbered release comes once, so it is over if it ever began. One that never began has no requester.
  const isOver = numbered && earlier !== null && earlier.status.requester !== null;
  for (;;) {
    const request = takeRequest(inbox);
    if (request === undefined) {
      const missed = takeCommands(inbox);
      if (missed.length === 0) break;
      await tellUnreached(ticket, missed);
      continue;
    }
    const { command, posted, reply } = request;
    if (isOver) {
      reply?.({ done: false, ...refused('malformed', {}) });
      await tellUnreached(ticket, [request]);
      continue;
    }
    const earlierAnswer = answerTo(answered, command.commandId, identityOf(command, posted));
    const answer = earlierAnswer ?? notFor(ticket, numbered, command);
    if (answer === null) {
      const begun = await beginOne(ticket, rules, command, heldBy, clock);
      const release = command.withRelease ? { release: summaryOf(begun.state, Date.now()) } : {};
      reply?.({ ...begun.answer, ...release });
      return { state: begun.state, recorded, answered: remember(answered, command, begun.answer) };
    }
    reply?.(answer);
    if (earlierAnswer !== undefined) logIfKeyUsed(earlierAnswer, command, posted);
    else if (posted) {
      logIgnored(
        'A request that begins no release of this ID was ignored',
        workflowInfo().workflowId,
        command,
      );
      if (patched('unfit-told')) await tellUnreached(ticket, [request]);
    }
    // The reply to an update has to go out before the run ends, and no other run would see the commands left in the inbox.
    const isAsked = () => inbox.some(isRequest) || (inbox.length > 0 && patched('unopened-told'));
    await condition(() => allHandlersFinished() || isAsked());
  }
  return earlier ?? { stage: 'cancelled', status: blankStatus(ticket, Date.now()), answered };
}

type Answers = readonly Answered<ReleaseAnswer>[];

/** If an earlier release could not look up roles for a command, the command was meant for that release alone. */
const ofEarlier = (answered: Answers): Answers =>
  answered.map((one) =>
    isTemporaryRefusal(one.answer)
      ? { ...one, answer: { done: false, ...refused('earlierRelease', {}) } }
      : one,
  );

/** How long somebody who starts a release by hand in the Web UI has to send the request. */
const firstWithin = '2 minutes';
/** How long the request may take if something else came first, by mistake. */
const requestWithin = '10 seconds';

/** Waits for a request, but not for long. `isMistaken`: something unreadable came. */
async function somethingToBegin(inbox: readonly InboxItem[], isMistaken: () => boolean): Promise<void> {
  const isAsked = () => inbox.some((message) => isRequest(message) || message.type === 'cancelRequested');
  // Stops waiting once the history is too long, as any other run does.
  const hasCome = () => isMistaken() || inbox.length > 0 || mustContinueAsNew(false);
  await condition(hasCome, firstWithin);
  if (hasCome() && !isAsked()) await condition(() => isAsked() || mustContinueAsNew(false), requestWithin);
}

/** Why a request begins no release of this ID; null if it does. */
function notFor(id: string, numbered: boolean, command: ReleaseCommand): ReleaseAnswer | null {
  if (command.release !== null) return { done: false, ...refused('earlierRelease', {}) };
  // `release:pay-1` would be another release of PAY-1.
  const subject = id === id.toUpperCase() ? subjectOf(id, { ...command, ...command.options }) : null;
  const isOwn = subject !== null && (ticketsOf(subject).length === 0) === numbered;
  return isOwn ? null : { done: false, ...refused('malformed', {}) };
}

/** Begins a release, unless one of its keys belongs to another release. */
async function beginOne(
  id: string,
  rules: ReleaseRules,
  command: ReleaseCommand,
  heldBy: KeyTaken | null,
  clock: TaskClock,
): Promise<{ readonly state: ReleaseState; readonly answer: ReleaseAnswer }> {
  const asked = begin(id, newKey(), rules, await proven(command), await clock.now());
  const { aliases, taken } =
    heldBy === null ? await reserveKeys(asked.subject, asked.key) : { aliases: [], taken: heldBy };
  if (taken !== null) {
    const state = endAsTaken(asked, taken, await clock.now());
    return { state, answer: { done: false, ...refused('keyTaken', taken) } };
  }
  return { state: { ...asked, aliases }, answer: { done: true, stage: asked.stage } };
}

/** Takes the first request out of an inbox. */
function takeRequest(inbox: InboxItem[]): RequestMessage | undefined {
  const request = inbox.find(isRequest);
  if (request !== undefined) inbox.splice(inbox.indexOf(request), 1);
  return request;
}

/** Takes all commands out of an inbox; there is no release for them. */
function takeCommands(inbox: InboxItem[]): readonly Received<ReleaseCommand>[] {
  return inbox.splice(0).flatMap((message) => (message.type === 'command' ? [message] : []));
}

type RequestMessage = Extract<InboxItem, { type: 'command' }>;

const isRequest = (message: InboxItem): message is RequestMessage =>
  message.type === 'command' && message.command.signal === 'request';
