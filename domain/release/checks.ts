import type { NeededLock } from '../components.ts';
import type { ReleaseRules, Sign } from '../settings.ts';
import type { CheckProblems, RulesChange } from './events.ts';
import { enter, nobody, record } from './state.ts';
import type { ReleaseState } from './state.ts';

/** What the formal checks of a ticket found. */
export type CheckReport =
  | { readonly found: false }
  | {
      readonly found: true;
      readonly title: string;
      readonly url: string;
      readonly missingSigns: readonly Sign[];
      /** Those that are known, of the command or else of the ticket. */
      readonly components: readonly string[];
      readonly unknownComponents: readonly string[];
      /** In the order of taking. */
      readonly locks: readonly NeededLock[];
      readonly adminNeeded: boolean;
      readonly rules: ReleaseRules;
    };

/** Puts the checks' findings into effect, unless newer checks were asked for meanwhile. */
export function checked(
  state: ReleaseState,
  checkNumber: number,
  report: CheckReport,
  now: number,
): ReleaseState {
  if (state.stage !== 'checking' || checkNumber !== state.checkNumber) return state;
  if (!report.found) return ticketUnknown(state, now);
  const { title, url, components, locks, rules, adminNeeded } = report;
  const informed: ReleaseState = {
    ...state,
    title,
    url,
    components,
    rules,
    neededLocks: locks,
    adminNeeded: adminNeeded && !state.options.noNeedAdmin,
  };
  const problems = problemsOf(informed, report);
  return problems === null
    ? passed(state, informed, report.unknownComponents, now)
    : failed(informed, problems, now);
}

function ticketUnknown(state: ReleaseState, now: number): ReleaseState {
  const known = record(state, now, nobody, 'ticketUnknown', {});
  // One that was found before is not withdrawn because a tracker lost it; its requester decides.
  return enter({ ...known, announced: false }, state.title === null ? 'cancelled' : 'needs_work', now);
}

/** A component that somebody typed and nobody knows may be a critical one misspelt; one that a tracker knows besides ours is not. */
function problemsOf(state: ReleaseState, report: CheckReport & { found: true }): CheckProblems | null {
  const unknownComponents = state.options.components === null ? [] : report.unknownComponents;
  const noComponent = state.components.length === 0;
  const { missingSigns } = report;
  return missingSigns.length + unknownComponents.length > 0 || noComponent
    ? { missingSigns, unknownComponents, noComponent }
    : null;
}

const failed = (state: ReleaseState, problems: CheckProblems, now: number): ReleaseState =>
  record(enter({ ...state, announced: false }, 'needs_work', now), now, nobody, 'checksFailed', problems);

function passed(
  before: ReleaseState,
  state: ReleaseState,
  ignoredComponents: readonly string[],
  now: number,
): ReleaseState {
  const waiting = enter(state, 'awaiting_approval', now);
  if (!state.announced) {
    return record({ ...waiting, announced: true }, now, nobody, 'checksPassed', { ignoredComponents });
  }
  return record(waiting, now, nobody, 'rechecked', { change: changeOf(before, state) });
}

function changeOf(before: ReleaseState, after: ReleaseState): RulesChange | null {
  const same = before.components.join() === after.components.join();
  return same ? null : { componentsBefore: before.components, components: after.components };
}

/** The tracker could not be asked. It is asked again and again; the requester hears of it once. */
export function checksUnavailable(
  state: ReleaseState,
  checkNumber: number,
  message: string,
  now: number,
): ReleaseState {
  if (state.stage !== 'checking' || checkNumber !== state.checkNumber) return state;
  const told = state.events.at(-1)?.type === 'checksUnavailable';
  return told ? state : record(state, now, nobody, 'checksUnavailable', { message });
}
