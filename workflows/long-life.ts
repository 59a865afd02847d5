import { patched, workflowInfo } from '@temporalio/workflow';
import { holdsNews } from './early-news.ts';

/**
 * Of events; Temporal suggests to go on at about 4,100. The server refuses to end a run that a signal reaches meanwhile, and the worker then
 * replays it whole: the shorter it is, the sooner it ends between two signals.
 */
const longEnough = 1000;
const tooLong = 1500;
/** In bytes; Temporal ends a run of 50 MB. */
const largeEnough = 4_000_000;
const tooLarge = 8_000_000;

/**
 * Whether a run has to continue as new: a long one at the next quiet moment, when nothing is in hand; one that finds none,
 * since Slack does not answer or signals do not cease, with what it has in hand. None does before it has heard of its news.
 */
export function mustGoOn(atRest: boolean): boolean {
  if (holdsNews()) return false;
  const { historyLength, historySize } = workflowInfo();
  return atRest
    ? historyLength > longEnough || historySize > largeEnough
    : historyLength > tooLong || historySize > tooLarge;
}

/**
 * The same of a run that waits, with something in hand: what nobody can read makes it grow, and is nothing to wake up for. Versions to 1.1 slept on,
 * until Temporal ended the run.
 */
export const hasGrownTooLong = (): boolean => mustGoOn(false) && patched('goes-on-in-hand');
