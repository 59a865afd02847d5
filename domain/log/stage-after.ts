import { stages } from '../release/stage.ts';
import type { Stage } from '../release/stage.ts';
import type { EventRow } from './event-row.ts';

/** The stage of a release after an event; null if unknown. */
export const stageAfter = (event: EventRow): Stage | null => stageIn(event) ?? stageByType(event);

/** The stage that the event itself contains. */
function stageIn({ facts }: EventRow): Stage | null {
  return 'stage' in facts ? (stages.find((stage) => stage === facts.stage) ?? null) : null;
}

/** The stage that follows from the event's type alone: older events do not contain it. */
export function stageByType({ type, title, facts }: EventRow): Stage | null {
  switch (type) {
    case 'requested':
      return 'checking';
    case 'checksUnavailable':
      // Checks beside the stage do not change it. Before those existed, checks had a stage of their own.
      return 'reason' in facts ? null : 'checking';
    case 'keyTaken':
      return 'cancelled';
    case 'ticketUnknown':
      return title === null ? 'cancelled' : 'needs_work';
    case 'checksFailed':
      return 'needs_work';
    case 'checksPassed':
    case 'votesVoided':
    case 'rechecked':
      return 'awaiting_approval';
    case 'lockLost':
      return 'deploying' in facts && facts.deploying === false ? 'awaiting_approval' : null;
    case 'handedOver':
      return 'goodVoided' in facts && facts.goodVoided === true ? 'awaiting_approval' : null;
    case 'accepted':
    case 'turnLost':
      return 'queued';
    case 'turnCame':
      return 'adminNeeded' in facts && facts.adminNeeded === true ? 'awaiting_admin' : 'ready';
    case 'adminFound':
      return 'ready' in facts && facts.ready === true ? 'ready' : null;
    case 'started':
      return 'deploying';
    case 'deployed':
      return 'watching';
    case 'rolledBack':
      return 'rolled_back';
    case 'finished':
    case 'rejected':
    case 'cancelled':
    case 'expired':
      return type;
    default:
      return null;
  }
}
