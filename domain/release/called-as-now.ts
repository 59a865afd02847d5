import type { NeededLock, Renamed } from '../components.ts';
import type { NeededApprovals } from './approvals.ts';
import type { Snapshot } from './snapshot.ts';
import type { ReleaseState } from './state.ts';

type Scope = Pick<Snapshot, 'components' | 'leftOut' | 'locks' | 'approvals'>;

/**
 * A release that was checked before its components were renamed, with their present names. The locks that it holds or waits for keep
 * theirs.
 */
export function calledAsNow(state: ReleaseState, renamed: Renamed): ReleaseState {
  if (Object.keys(renamed).length === 0) return state;
  const { snapshot, components, votes, neededLocks } = state;
  return {
    ...state,
    components: namesIn(components, renamed),
    votes: votes.map((vote) => ({ ...vote, components: namesIn(vote.components, renamed) })),
    neededLocks: locksIn(neededLocks, renamed),
    snapshot: snapshot && scopeAsNow(snapshot, renamed),
  };
}

export const scopeAsNow = <S extends Scope>(scope: S, renamed: Renamed): S =>
  Object.keys(renamed).length === 0
    ? scope
    : {
        ...scope,
        components: namesIn(scope.components, renamed),
        leftOut: namesIn(scope.leftOut, renamed),
        locks: locksIn(scope.locks, renamed),
        approvals: approvalsIn(scope.approvals, renamed),
      };

const now = (name: string, renamed: Renamed): readonly string[] =>
  Object.hasOwn(renamed, name) ? (renamed[name] ?? []) : [name];

const namesIn = (names: readonly string[], renamed: Renamed): readonly string[] => [
  ...new Set(names.flatMap((name) => now(name, renamed))),
];

function locksIn(locks: readonly NeededLock[], renamed: Renamed): readonly NeededLock[] {
  const all = locks.flatMap(({ component, mode }) =>
    now(component, renamed).map((name) => [name, mode] as const),
  );
  const isExclusive = (name: string) => all.some(([other, mode]) => other === name && mode === 'exclusive');
  return namesIn(
    all.map(([name]) => name),
    {},
  )
    .map((component) => ({ component, mode: isExclusive(component) ? 'exclusive' : 'shared' }) as const)
    .sort((a, b) => (a.component < b.component ? -1 : 1));
}

const approvalsIn = (approvals: readonly NeededApprovals[], renamed: Renamed): readonly NeededApprovals[] =>
  approvals.flatMap(({ component, needed }) =>
    now(component, renamed).map((name) => ({ component: name, needed })),
  );
