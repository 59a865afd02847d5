import { workflowInfo } from '@temporalio/workflow';

/** Of events. Temporal itself suggests to go on at about 4,100. */
const longEnough = 2000;
const tooLong = 3000;

/**
 * Whether a run has to continue as new: a long one at the next quiet moment, when nothing is in hand; one that finds none,
 * since Slack does not answer or signals do not cease, with what it has in hand.
 */
export function mustGoOn(atRest: boolean): boolean {
  const { historyLength } = workflowInfo();
  return historyLength > (atRest ? longEnough : tooLong);
}
