import { refused } from './answers.ts';
import type { Refusal } from './answers.ts';
import { freezeInTheWay, timeRunsOrStops } from './freezing.ts';
import { passesFreeze } from './locking.ts';
import type { CommandContext } from './command-context.ts';
import type { ReleaseCommand } from '../messages/payload.ts';
import { judgedIn } from './evidence.ts';
import type { CheckProblems, Passed } from './events.ts';
import { enter, record } from './state.ts';
import type { ReleaseState } from './state.ts';
import { finishedBy } from './watching.ts';

/** Whether the last findings are too old to start with: the checks cannot run, and no override lets it pass. */
export const checksTooOld = ({ checks, passesChecks, rules }: ReleaseState, now: number): boolean =>
  checks.down && !passesChecks && (checks.foundAt === null || now - checks.foundAt >= rules.checkedWithinMs);

const heldByChecks = ({ stage, checks }: ReleaseState): boolean =>
  stage === 'needs_work' || (stage === 'checking' && checks.down);

export function overridePrecondition({ state, now }: CommandContext): Refusal | null {
  if (state.stage === 'watching') return null;
  if (!heldByChecks(state)) {
    const held = freezeInTheWay(state, now) !== null || checksTooOld(state, now);
    return held ? null : refused('nothingToOverride', { stage: state.stage });
  }
  return touchesUnknown(state) ? refused('componentsUnknown', unknownOf(state)) : null;
}

/** Why it is held up, as far as is known. */
const problemsOf = ({ stage, checks, problems }: ReleaseState): CheckProblems | null =>
  (stage === 'checking' ? checks.known : null) ?? problems;

/** Whether it is not known what it touches: nobody could say whom it has to wait for. */
const touchesUnknown = (state: ReleaseState): boolean =>
  state.components.length === 0 || (problemsOf(state)?.unknownComponents.length ?? 0) > 0;

function unknownOf(state: ReleaseState): { readonly unknown?: readonly string[] } {
  const unknown = problemsOf(state)?.unknownComponents ?? [];
  return unknown.length === 0 ? {} : { unknown };
}

/** Whether its checks cannot run, and would not be enough for an override either: its requester may name its components meanwhile. */
export const lacksComponents = (state: ReleaseState): boolean =>
  state.stage === 'checking' && state.checks.down && touchesUnknown(state);

/** What holds a release up, according to its last checks. */
const passedOf = (state: ReleaseState): Passed => ({
  missingSigns: problemsOf(state)?.missingSigns ?? [],
  leftOut: problemsOf(state)?.leftOut ?? [],
  toJudge: state.snapshot === null ? [] : judgedIn(state.snapshot.items.map(({ evidence }) => evidence)),
});

const nothing: Passed = { missingSigns: [], leftOut: [], toJudge: [] };

/** Lets a release pass what holds it up, but never another release's lock. */
export function override(context: CommandContext): ReleaseState {
  const { state, command, now } = context;
  const reason = command.reason ?? '';
  if (heldByChecks(state)) return withoutChecks(context, reason);
  if (state.stage === 'watching') {
    const facts = { reason, what: 'charts', ...nothing } as const;
    return finishedBy(record(state, now, command, 'overridden', facts), command, {}, now);
  }
  const told = (what: 'checks' | 'freeze', held: ReleaseState) => {
    const passed = what === 'checks' ? passedOf(held) : nothing;
    return record(held, now, command, 'overridden', { reason, what, ...passed });
  };
  const checkedEnough = checksTooOld(state, now) ? { ...told('checks', state), passesChecks: true } : state;
  return freezeInTheWay(state, now) === null
    ? checkedEnough
    : timeRunsOrStops(passesFreeze(told('freeze', checkedEnough)), now);
}

function withoutChecks({ state, command, now }: CommandContext, reason: string): ReleaseState {
  const facts = { reason, what: 'checks', ...passedOf(state) } as const;
  const passed = record(enter(state, 'awaiting_approval', now), now, command, 'overridden', facts);
  const passing = {
    ...passed,
    announced: true,
    problems: problemsOf(state),
    checks: { ...passed.checks, running: false, down: false, known: null },
    passesChecks: state.checks.down,
  };
  return record(passing, now, command, 'checksPassed', { ignoredComponents: [] });
}

/** What the override that was just carried out let the release pass. Empty for other commands. */
export function passedBy(
  { signal }: Pick<ReleaseCommand, 'signal'>,
  { events }: ReleaseState,
): { readonly passed?: Passed } {
  const last = signal === 'override' ? events.findLast(({ type }) => type === 'overridden') : undefined;
  if (last?.type !== 'overridden') return {};
  const { missingSigns, leftOut, toJudge } = last.facts;
  return missingSigns.length + leftOut.length + toJudge.length === 0
    ? {}
    : { passed: { missingSigns, leftOut, toJudge } };
}
