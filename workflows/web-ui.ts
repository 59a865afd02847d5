/** What Temporal's Web UI shows of a release or a lock, in Markdown, for operators; always in English. */
import type { Configurations } from '../domain/configurations.ts';
import type { FreezeWindow } from '../domain/lock/freeze-window.ts';
import { iso } from '../domain/iso.ts';
import type { LockView } from '../domain/lock/lock-view.ts';
import { lifecycle } from '../domain/release/lifecycle.ts';
import { freezeInTheWay } from '../domain/release/freezing.ts';
import type { FreezeInTheWay } from '../domain/release/freezing.ts';
import type { ReleaseState } from '../domain/release/state.ts';
import { approvalsOf, lackingApproval } from '../domain/release/approvals.ts';
import { ticketsOf } from '../domain/release/subject.ts';
import { isEnd } from '../domain/release/stage.ts';
import type { OpenStage } from '../domain/release/stage.ts';
import { duration } from '../domain/duration.ts';

const code = (text: string): string => `\`${text.replaceAll('`', "'")}\``;
const codes = (texts: readonly string[]): string => texts.map(code).join(', ') || 'none';

/** What an open release waits for. */
const wait: Readonly<Record<OpenStage, (state: ReleaseState) => string>> = {
  checking: () => 'the formal checks of the ticket',
  needs_work: () => 'the missing signs of a well-done task',
  awaiting_approval: (state) => {
    const counts = approvalsOf(state).map(
      ({ component, given, needed }) => `${code(component)} has ${given} of ${needed}`,
    );
    return `the "good": ${counts.join(', ')}`;
  },
  queued: (state) => `the lock of ${code(lockInTheWay(state) ?? 'none')}`,
  awaiting_admin: () => 'an admin to report with `here`',
  ready: () => '`dep start`',
  deploying: ({ runner }) =>
    `${runner?.lost === true ? 'somebody to take it up, as its pipeline is gone: `dobrobot run`, ' : ''}\`dep finish\` or \`dep rollback\``,
  watching: () => 'its charts to be well for long enough',
};

/** What brings a release on while none of its people has to act. */
const otherwise: Readonly<Partial<Record<OpenStage, string>>> = {
  checking: 'the tracker',
  queued: 'whoever holds it',
  watching: 'nobody; an approver may `override`',
};

function whoActs(state: ReleaseState, stage: OpenStage): string {
  const { requester, admin } = state;
  switch (lifecycle[stage].toAct) {
    case 'requester':
      return `the requester ${code(requester)}`;
    case 'requesterOrItsAdmin':
      return `the requester ${code(requester)}${admin === null ? '' : ` or the admin ${code(admin)}`}`;
    case 'approver':
      return `an approver of ${codes(lackingApproval(approvalsOf(state)))}`;
    case 'admin':
      return 'an admin';
    case null:
      return otherwise[stage] ?? 'nobody';
  }
}

/** Its key first, then its other tickets. */
const namesOf = ({ subject }: ReleaseState): readonly string[] => [
  ...new Set([subject.id, ...ticketsOf(subject)]),
];

const lockInTheWay = (state: ReleaseState): string | undefined =>
  state.locks.find((claim) => claim.state !== 'held')?.component;

/** `now` is epoch ms. */
export function releaseDetails(state: ReleaseState, now: number): string {
  const frozen = freezeInTheWay(state, now);
  const rows: (readonly [string, string])[] = [
    ['Stage', `**${state.stage}** since ${iso(state.since)}`],
    ...(isEnd(state.stage) ? [] : waitRows(state, state.stage, frozen)),
    ...(frozen === null ? [] : [['Frozen', frozenRow(frozen)] as const]),
    ['Release', `${codes(namesOf(state))} ${state.title === null ? '' : code(state.title)}`],
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

function waitRows(
  state: ReleaseState,
  stage: OpenStage,
  frozen: FreezeInTheWay | null,
): (readonly [string, string])[] {
  const held = frozen !== null && lifecycle[stage].freezes;
  const [what, who] = held
    ? [`the end of the freeze of ${code(frozen.component)}`, 'nobody; an approver may `override` it']
    : [wait[stage](state), whoActs(state, stage)];
  return [
    ['Waits for', what],
    ['To act', who],
  ];
}

const frozenRow = ({ component, freeze }: FreezeInTheWay): string =>
  `${code(component)} ${authorEndReason({ ...freeze, until: freeze.until === null ? null : iso(freeze.until) })}`;

const authorEndReason = ({ by, until, reason, event }: LockView['freezes'][number]): string =>
  `by ${code(event ? event.calendar : by)} until ${until ?? 'somebody lifts it'}: ${code(reason)}`;

/** Shown as configured: nobody wakes an unused lock to work out its next windows. */
const windowRow = ({ start, timezone, rule, forMs, reason, event }: FreezeWindow): string =>
  `${event ? code(event.calendar) : code(rule)} from ${start} ${timezone} for ${duration(forMs, 'en')}: ${code(reason)}`;

const orphaned = '**orphan**: it ended on production without a word; `unlock` once it is safe';

export function lockDetails(
  { component, holders, queue, freezes }: LockView,
  windows: readonly FreezeWindow[],
): string {
  const held = holders.map(
    ({ ticket, mode, since, started, token, orphan }) =>
      `${code(ticket)} ${mode} since ${since}, ${orphan === true ? orphaned : started ? '**on production**' : 'not started'}, token ${token}`,
  );
  const waiting = queue.map(
    ({ position, ticket, mode, priority }) => `${position}. ${code(ticket)} ${mode}, ${priority}`,
  );
  return table([
    ['Component', code(component)],
    ['Held by', held.join('; ') || 'nobody'],
    ['Waiting', waiting.join('; ') || 'nobody'],
    ['Frozen', freezes.map(authorEndReason).join('; ') || 'no'],
    ...(windows.length === 0 ? [] : [['Freezes again', windows.map(windowRow).join('; ')] as const]),
  ]);
}

const table = (rows: readonly (readonly [string, string])[]): string =>
  [
    '| | |',
    '|---|---|',
    ...rows.map(([name, value]) => `| ${name} | ${value.replaceAll('|', '\\|').replaceAll('\n', ' ')} |`),
  ].join('\n');

/** One line: what is delivered where. */
export const deliverySummary = ({
  destination,
  row,
}: {
  readonly destination: string;
  readonly row: { readonly ticket: string | null; readonly type: string };
}): string => `${code(row.ticket ?? '')} ${row.type}, for ${code(destination)}`;

/** The summary of a workflow that writes into a ticket. It starts with this event and may go on with later ones. */
export const writeBackSummary = ({
  ticket,
  row,
}: {
  readonly ticket: string;
  readonly row: { readonly type: string };
}): string => `${code(ticket)} from ${row.type} on, into its tracker`;

/** Which configuration runs, and the places whose file says something else. */
export function configurationDetails({ running, places }: Configurations): string {
  if (running === null) return 'No worker has introduced one yet.';
  const others = places.filter(({ version }) => version !== running.version);
  return [
    `${code(running.version)} runs, which ${code(running.place)} introduced at ${iso(running.at)}.`,
    ...others.map(
      ({ place, version, since }) =>
        `- ${code(place)} has had another one, ${code(version)}, since ${iso(since)}, and goes by that.`,
    ),
  ].join('\n\n');
}
