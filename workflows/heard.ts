import { patched } from '@temporalio/workflow';
import type { LockNews } from '../domain/messages/lock-messages.ts';
import { hear, takeTurn } from '../domain/release/locking.ts';
import type { ReleaseState } from '../domain/release/state.ts';

/** In ms. Never another value: histories have what it decided. */
const justNowMs = 5000;

/** Takes in what coordinators have to say. Versions before 1.2 did not check again at the turn what they had checked just before it. */
export function heard(state: ReleaseState, news: LockNews, now: number): ReleaseState {
  const after = hear(state, news, now);
  const checksAgain = after.checks.number > state.checks.number;
  return checksAgain && wasJustChecked(state, now) && !patched('checked-at-each-turn')
    ? takeTurn({ ...after, checks: state.checks }, now, now)
    : after;
}

const wasJustChecked = ({ checks: { running, foundAt } }: ReleaseState, now: number): boolean =>
  !running && foundAt !== null && now - foundAt <= justNowMs;
