import type { LockView } from '../../domain/lock-view.ts';
import type { ReleaseSummary } from '../../domain/release/status.ts';
import type { Stage } from '../../domain/stage.ts';
import { code, link, mention, mentions, plain } from '../mrkdwn.ts';
import type { QueuedRelease, QueueQuestion, Surroundings } from '../texts.ts';
import { ago, authorEndReason, components, standing } from './standing.ts';

export const stageWords: Readonly<Record<Stage, string>> = {
  checking: 'being checked',
  needs_work: 'needs work',
  awaiting_approval: 'waits for the good',
  queued: 'waits for its turn',
  awaiting_admin: 'has its turn, waits for an admin',
  ready: 'has its turn, not started',
  deploying: 'on production',
  finished: 'finished',
  rejected: 'rejected',
  rolled_back: 'rolled back',
  cancelled: 'cancelled',
  expired: 'expired',
};

export type Find = (ticket: string) => QueuedRelease | undefined;

function who(ticket: string, find: Find, around: Surroundings): string {
  const release = find(ticket);
  const key = link(release?.url ?? around.linkOf(ticket), ticket);
  if (release === undefined) return key;
  const title = release.title === null ? '' : ` ${plain(release.title)}`;
  const admin = release.admin === null ? '' : `, admin ${mention(release.admin)}`;
  return `${key}${title} (${mention(release.requester)}${admin})`;
}

/** What a holder does with the lock; one that lacks others has no turn yet. */
function doing(release: QueuedRelease | undefined, started: boolean): string {
  if (started) return 'on production';
  const lacking = (release?.locks ?? []).filter(({ state }) => state === 'waiting');
  return lacking.length === 0
    ? stageWords[release?.stage ?? 'ready']
    : `holds it, still waits for ${components(lacking.map((lock) => lock.component))}`;
}

export function lockLines(lock: LockView, find: Find, around: Surroundings): string {
  const holders = lock.holders.map(
    ({ ticket, started, since, mode }) =>
      `   ${doing(find(ticket), started)}: ${who(ticket, find, around)}, for ${ago(Date.parse(since), around)}${mode === 'shared' ? ', shared' : ''}`,
  );
  const waiters = lock.queue.map(
    ({ ticket, position, priority, mode, since }) =>
      `   ${position}. ${who(ticket, find, around)}${priority === 'hotfix' ? ', *hotfix*' : ''}${mode === 'shared' ? ', shared' : ''}, waits ${ago(Date.parse(since), around)}`,
  );
  const freezes = lock.freezes.map(({ reason, by, until }) => {
    const freeze = { reason, by, until: until === null ? null : Date.parse(until) };
    return `   :snowflake: frozen ${authorEndReason(freeze, around)}`;
  });
  return [`*${lock.component}*`, ...freezes, ...holders, ...waiters].join('\n');
}

const isQuiet = ({ holders, queue, freezes }: LockView): boolean =>
  holders.length + queue.length + freezes.length === 0;

/** Who holds what and who waits for what; then those whom no lock concerns yet. */
export function queueText(
  releases: readonly QueuedRelease[],
  around: Surroundings,
  { component, critical }: QueueQuestion,
): string {
  const find: Find = (ticket) => releases.find((release) => release.ticket === ticket);
  const shown = new Set(
    around.locks.flatMap((lock) => [...lock.holders, ...lock.queue].map(({ ticket }) => ticket)),
  );
  const others = releases.filter(
    (release) => !shown.has(release.ticket) && (component === null || release.components.includes(component)),
  );
  const silent = critical.filter((name) => !around.locks.some((lock) => lock.component === name));
  const free = around.locks.filter(isQuiet).map((lock) => lock.component);
  const lines = [
    ...around.locks.filter((lock) => !isQuiet(lock)).map((lock) => lockLines(lock, find, around)),
    ...others.map(
      (release) =>
        `• ${who(release.ticket, find, around)} on ${components(release.components)}: ${stageWords[release.stage]}, for ${ago(release.since, around)}`,
    ),
    ...(silent.length === 0
      ? []
      : [`${components(silent)}: no answer right now; please ask again in a minute`]),
    ...(free.length === 0 ? [] : [`Free: ${components(free)}`]),
  ];
  return lines.length === 0
    ? `Nobody releases ${component === null ? 'anything' : code(component)} or waits to.`
    : lines.join('\n');
}

export function statusText(release: ReleaseSummary, around: Surroundings): string {
  const title = release.title === null ? '' : ` ${plain(release.title)}`;
  const lines = [
    `${link(release.url ?? around.linkOf(release.ticket), release.ticket)}${title} ${standing(release, around)}.`,
    `Stage ${code(release.stage)} for ${ago(Date.parse(release.since), around)} · ${components(release.components)} · asked by ${release.requester === null ? 'nobody yet' : mention(release.requester)}`,
    release.acceptedBy.length === 0 ? null : `Good from ${mentions(release.acceptedBy)}`,
    release.admin.user === null ? null : `Admin ${mention(release.admin.user)}`,
    release.locks.length === 0
      ? null
      : `Locks: ${release.locks.map((claim) => `${code(claim.component)} ${claim.mode}, ${claim.state}`).join('; ')}`,
  ];
  return lines.filter((text) => text !== null).join('\n');
}
