import { refused } from './answers.ts';
import type { Refusal } from './answers.ts';
import { freezeInTheWay, timeRunsOrStops } from './freezing.ts';
import { passesFreeze } from './locking.ts';
import type { CommandContext } from './command-context.ts';
import { enter, record } from './state.ts';
import type { ReleaseState } from './state.ts';
import { voidVotes } from './votes.ts';

const heldByChecks = ({ stage, checksDown }: ReleaseState): boolean =>
  stage === 'needs_work' || (stage === 'checking' && checksDown);

export function overridePrecondition({ state, now }: CommandContext): Refusal | null {
  if (!heldByChecks(state)) {
    return freezeInTheWay(state, now) === null ? refused('nothingToOverride', { stage: state.stage }) : null;
  }
  // Without knowing what it touches nobody can say whom it has to wait for.
  const known = state.components.length > 0 && (state.problems?.unknownComponents.length ?? 0) === 0;
  return known ? null : refused('componentsUnknown', {});
}

/** Lets a release pass what holds it, never another's lock. */
export function override({ state, command, now }: CommandContext): ReleaseState {
  const reason = command.reason ?? '';
  if (heldByChecks(state)) {
    const problems = state.problems?.missingSigns ?? [];
    const facts = { reason, what: 'checks', missingSigns: problems } as const;
    // Nobody knows what the checks would find now.
    const voided = voidVotes(state, now, command, { cause: 'overridden', changes: [] });
    const passed = record(enter(voided, 'awaiting_approval', now), now, command, 'overridden', facts);
    return record({ ...passed, announced: true, checksDown: false }, now, command, 'checksPassed', {
      ignoredComponents: [],
    });
  }
  const facts = { reason, what: 'freeze', missingSigns: [] } as const;
  return timeRunsOrStops(passesFreeze(record(state, now, command, 'overridden', facts)), now);
}
