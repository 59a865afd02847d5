import { mostOthers } from '../domain/messages/question-answer.ts';
import type { FreezeView } from '../domain/lock/lock-view.ts';
import type { LockView } from '../domain/lock/lock-view.ts';
import { isIdle } from '../domain/lock/quiet-lock.ts';
import type { Stage } from '../domain/release/stage.ts';
import { endEstimate, turnEstimate } from './estimates.ts';
import type { EstimateWords } from './estimates.ts';
import { mention } from './mrkdwn.ts';
import type { QueuedRelease } from '../domain/messages/question-answer.ts';
import type { TextContext } from './facts.ts';
import type { Texts } from './texts.ts';
import { linkedTicket, ticketOf, titleText } from './ticket.ts';

/** The words of the queue that differ by language. */
export interface QueueLanguage {
  readonly stages: Readonly<Record<Stage, string>>;
  readonly components: (names: readonly string[]) => string;
  readonly ago: (since: number, around: TextContext) => string;
  readonly admin: string;
  readonly hotfix: string;
  readonly shared: string;
  /** The release holds this lock, but waits for others. */
  readonly lacks: (components: string) => string;
  /** How long the present state has lasted. */
  readonly lasting: (time: string) => string;
  readonly waiting: (time: string) => string;
  readonly frozen: (freeze: FreezeView, around: TextContext) => string;
  /** A release that does not concern any lock yet. */
  readonly on: (who: string, components: string, stage: string) => string;
  readonly estimates: EstimateWords;
  readonly silent: (components: string) => string;
  readonly free: (components: string) => string;
  readonly nobody: (component: string | null) => string;
  /** How many were left out. */
  readonly andMore: (count: number) => string;
}

/** The most waiters named per lock: nobody reads more in a message. */
const mostWaiters = 50;

type Find = (ticket: string) => QueuedRelease | undefined;

/** What the lines of one answer need. */
export interface QueueContext {
  readonly language: QueueLanguage;
  readonly find: Find;
  readonly around: TextContext;
}

function who(ticket: string, { language, find, around }: QueueContext): string {
  const release = find(ticket);
  if (release === undefined) return linkedTicket(ticket, around);
  const key = ticketOf(release, around);
  const title = release.title === null ? '' : ` ${titleText(release.title)}`;
  const admin = release.admin === null ? '' : `, ${language.admin} ${mention(release.admin)}`;
  return `${key}${title} (${mention(release.requester)}${admin})`;
}

/** What a holder does with the lock. A holder that lacks other locks does not have its turn yet. */
function doing(release: QueuedRelease | undefined, started: boolean, language: QueueLanguage): string {
  if (started) return language.stages.deploying;
  const lacking = (release?.locks ?? []).filter(({ state }) => state === 'waiting');
  return lacking.length === 0
    ? language.stages[release?.stage ?? 'ready']
    : language.lacks(language.components(lacking.map((lock) => lock.component)));
}

/** A lock with its freezes, holders and waiters, one line each. */
export function lockLines(lock: LockView, context: QueueContext): string {
  const { language, find, around } = context;
  const marks = (...all: readonly (string | null)[]): string =>
    all.flatMap((mark) => (mark === null ? [] : [`, ${mark}`])).join('');
  const sharing = (mode: LockView['holders'][number]['mode']) => (mode === 'shared' ? language.shared : null);
  const since = (iso: string) => language.ago(Date.parse(iso), around);
  const endOf = ({ started, since: from }: LockView['holders'][number]) =>
    started ? endEstimate([lock.component], Date.parse(from), around, language.estimates) : null;
  const holders = lock.holders.map(
    (holder) =>
      `   ${doing(find(holder.ticket), holder.started, language)}: ${who(holder.ticket, context)}${marks(language.lasting(since(holder.since)), sharing(holder.mode), endOf(holder))}`,
  );
  const waiters = lock.queue
    .slice(0, mostWaiters)
    .map(
      ({ ticket, position, priority, mode, since: from }) =>
        `   ${position}. ${who(ticket, context)}${marks(priority === 'hotfix' ? `*${language.hotfix}*` : null, sharing(mode), language.waiting(since(from)), turnEstimate(lock, position, around, language.estimates))}`,
    );
  const unnamed = lock.queue.length - waiters.length;
  const rest = unnamed === 0 ? [] : [`   … ${language.andMore(unnamed)}`];
  const freezes = lock.freezes.map((freeze) => {
    return `   :snowflake: ${language.frozen(freeze, around)}`;
  });
  return [`*${lock.component}*`, ...freezes, ...holders, ...waiters, ...rest].join('\n');
}

/** Every lock with its holders and queue, then the releases that concern no lock yet. */
export const queueIn =
  (language: QueueLanguage): Texts['queue'] =>
  (releases, around, { component, critical, unlisted }) => {
    const find: Find = (ticket) => releases.find((release) => release.ticket === ticket);
    const context = { language, find, around };
    const shown = new Set(
      around.locks.flatMap((lock) => [...lock.holders, ...lock.queue].map(({ ticket }) => ticket)),
    );
    const others = releases.filter(
      (release) =>
        !shown.has(release.ticket) && (component === null || release.components.includes(component)),
    );
    const unnamed = Math.max(0, others.length - mostOthers) + unlisted;
    const silent = critical.filter((name) => !around.locks.some((lock) => lock.component === name));
    const free = around.locks.filter(isIdle).map((lock) => lock.component);
    const lines = [
      ...around.locks.filter((lock) => !isIdle(lock)).map((lock) => lockLines(lock, context)),
      ...others.slice(0, mostOthers).map(({ ticket, components, stage, since }) => {
        const on = language.on(who(ticket, context), language.components(components), language.stages[stage]);
        return `• ${on}, ${language.lasting(language.ago(since, around))}`;
      }),
      ...(unnamed === 0 ? [] : [`… ${language.andMore(unnamed)}`]),
      ...(silent.length === 0 ? [] : [language.silent(language.components(silent))]),
      ...(free.length === 0 ? [] : [language.free(language.components(free))]),
    ];
    return lines.length === 0 ? language.nobody(component) : lines.join('\n');
  };
