/** What Temporal's Web UI shows of a release or a lock, in Markdown, for operators; always in English. */
import type { LockView } from '../domain/lock-view.ts';
import type { ReleaseState } from '../domain/release/state.ts';
import { approvalsOf, lackingGood } from '../domain/release/votes.ts';
import { isEnd } from '../domain/stage.ts';
import type { OpenStage } from '../domain/stage.ts';

const iso = (ms: number): string => new Date(ms).toISOString();
const code = (text: string): string => `\`${text.replaceAll('`', "'")}\``;
const codes = (texts: readonly string[]): string => texts.map(code).join(', ') || 'none';

/** What an open release waits for, and who is to act. */
const wait: Readonly<Record<OpenStage, (state: ReleaseState) => readonly [what: string, who: string]>> = {
  checking: () => ['the formal checks of the ticket', 'the tracker'],
  needs_work: ({ requester }) => [
    'the missing signs of a well-done task',
    `the requester ${code(requester)}`,
  ],
  awaiting_approval: (state) => {
    const counts = approvalsOf(state).map(
      ({ component, given, needed }) => `${code(component)} has ${given} of ${needed}`,
    );
    return [`the "good": ${counts.join(', ')}`, `an approver of ${codes(lackingGood(approvalsOf(state)))}`];
  },
  queued: (state) => [`the lock of ${code(lockInTheWay(state) ?? 'none')}`, 'whoever holds it'],
  awaiting_admin: () => ['an admin to report with `here`', 'an admin'],
  ready: ({ requester }) => ['`dep start`', `the requester ${code(requester)}`],
  deploying: ({ requester, admin }) => [
    '`dep finish` or `dep rollback`',
    `the requester ${code(requester)}${admin === null ? '' : ` or the admin ${code(admin)}`}`,
  ],
};

const lockInTheWay = (state: ReleaseState): string | undefined =>
  state.locks.find((claim) => claim.state !== 'held')?.component;

export function releaseDetails(state: ReleaseState): string {
  const rows: (readonly [string, string])[] = [
    ['Stage', `**${state.stage}** since ${iso(state.since)}`],
    ...(isEnd(state.stage) ? [] : waitRows(state, state.stage)),
    ['Ticket', `${code(state.ticket)} ${state.title === null ? '' : code(state.title)}`],
    ['Components', codes(state.components)],
    [
      'Locks',
      state.locks
        .map(({ component, mode, state: held }) => `${code(`lock:${component}`)} ${mode}, ${held}`)
        .join('; ') || 'none',
    ],
    ['Requester', code(state.requester)],
    ['Good from', codes(state.votes.map(({ user }) => user))],
    [
      'Admin',
      state.admin === null ? (state.adminNeeded ? 'needed, none yet' : 'not needed') : code(state.admin),
    ],
  ];
  return table(rows);
}

function waitRows(state: ReleaseState, stage: OpenStage): (readonly [string, string])[] {
  const [what, who] = wait[stage](state);
  return [
    ['Waits for', what],
    ['To act', who],
  ];
}

export function lockDetails({ component, holders, queue }: LockView): string {
  const held = holders.map(
    ({ ticket, mode, since, started, token }) =>
      `${code(ticket)} ${mode} since ${since}, ${started ? '**on production**' : 'not started'}, token ${token}`,
  );
  const waiting = queue.map(
    ({ position, ticket, mode, priority }) => `${position}. ${code(ticket)} ${mode}, ${priority}`,
  );
  return table([
    ['Component', code(component)],
    ['Held by', held.join('; ') || 'nobody'],
    ['Waiting', waiting.join('; ') || 'nobody'],
  ]);
}

const table = (rows: readonly (readonly [string, string])[]): string =>
  [
    '| | |',
    '|---|---|',
    ...rows.map(([name, value]) => `| ${name} | ${value.replaceAll('|', '\\|')} |`),
  ].join('\n');
