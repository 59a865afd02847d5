import { patched, workflowInfo } from '@temporalio/workflow';
import { holdsNews } from './early-news.ts';

/**
 * In events; Temporal suggests continue-as-new at about 4,100. The server refuses to end a run that a signal reaches meanwhile, and the
 * worker then replays the whole run: the shorter it is, the sooner it ends between two signals.
 */
const longEnough = 1000;
const tooLong = 1500;
/** In bytes; Temporal ends a run of 50 MB. */
const largeEnough = 4_000_000;
const tooLarge = 8_000_000;

/**
 * Whether a run has to continue as new. A long one does at the next quiet moment, when nothing is in hand. One that finds none, since Slack
 * does not answer or signals do not cease, does with what it has in hand. None does while it holds early news.
 */
export function mustContinueAsNew(atRest: boolean): boolean {
  if (holdsNews()) return false;
  const { historyLength, historySize } = workflowInfo();
  return atRest
    ? historyLength > longEnough || historySize > largeEnough
    : historyLength > tooLong || historySize > tooLarge;
}

/**
 * The same for a run that waits with something in hand: unreadable payloads make it grow without waking it up. Versions up to 1.1 slept on
 * until Temporal ended the run.
 */
export const hasGrownTooLong = (): boolean => mustContinueAsNew(false) && patched('goes-on-in-hand');
