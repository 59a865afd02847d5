import { missingFrom, same } from './look-up.ts';
import { cannotTell, clipped, missing } from './finding.ts';
import type { ChangeLack, Fact, Finding, Shown } from './finding.ts';
import type { ChangesCondition } from './rule.ts';
import type { Approval, Change, Ticket } from './ticket.ts';

const mostShown = 40;
const mostPeople = 5;

/** Every change that is not closed has to meet the condition: an unreviewed one would go to production, too. */
export function changesFinding(condition: ChangesCondition, ticket: Ticket): Finding {
  const changes = ticket.changes.filter(({ state }) => state !== 'closed');
  if (changes.length < condition.atLeast) {
    const why = { why: 'tooFewChanges', found: changes.length, needed: condition.atLeast } as const;
    return missingFrom('changes', ticket, why);
  }
  const shown: Shown[] = [];
  let unclear: Finding | null = null;
  for (const change of changes) {
    const lacks = lackOf(change, condition);
    if (lacks === null) {
      shown.push({ fact: factOf(change, condition), url: change.url });
      continue;
    }
    const why = { why: 'change', name: clipped(change.name), lacks } as const;
    if (!isUnknown(lacks)) return missing(why);
    unclear ??= cannotTell(why);
  }
  // A change that could not be read may be an unreviewed one.
  const reason = ticket.unread.changes;
  if (reason !== undefined) return cannotTell({ why: 'unread', part: 'changes', reason: clipped(reason) });
  return unclear ?? { outcome: 'passed', shown: shown.slice(0, mostShown) };
}

const isUnknown = (lacks: ChangeLack): boolean =>
  lacks.lack === 'reviewsUnknown' || (lacks.lack === 'pipeline' && lacks.state === 'unknown');

function lackOf(change: Change, condition: ChangesCondition): ChangeLack | null {
  const { state, draft, pipeline } = change;
  if (condition.merged && state !== 'merged') return { lack: draft ? 'draft' : 'merge' };
  if (draft && state === 'open' && condition.approvals > 0) return { lack: 'draft' };
  const review = reviewLack(change, condition);
  if (review !== null) return review;
  return condition.pipeline !== null && pipeline !== 'passed' ? { lack: 'pipeline', state: pipeline } : null;
}

function reviewLack(change: Change, condition: ChangesCondition): ChangeLack | null {
  const { approvals: needs, afterLastCommit } = condition;
  if (needs === 0) return null;
  const approvals = approvalsOf(change, condition);
  if (approvals === null) return { lack: 'reviewsUnknown' };
  const people = peopleOf(approvals);
  if (people.length < needs) return { lack: 'approvals', has: people.length, needs };
  if (!afterLastCommit) return null;
  const fresh = peopleOf(approvals.filter((one) => isFresh(one, change) === true));
  if (fresh.length >= needs) return null;
  return approvals.some((one) => isFresh(one, change) === null)
    ? { lack: 'reviewsUnknown' }
    : { lack: 'freshApprovals', staleBy: people.filter((by) => !fresh.includes(by)).slice(0, mostPeople) };
}

const approvalsOf = ({ approvals, author }: Change, { notByAuthor }: ChangesCondition) =>
  approvals && approvals.filter(({ by }) => !notByAuthor || author === null || !same(by, author));

const peopleOf = (approvals: readonly Approval[]): readonly string[] =>
  [...new Map(approvals.map(({ by }) => [by.toLowerCase(), by])).values()].map(clipped);

/** Whether the approval is for the last commit; null if the tracker does not say. */
function isFresh({ commit, at, stale }: Approval, { headCommit, lastCommitAt }: Change): boolean | null {
  if (stale) return false;
  if (commit !== null && headCommit !== null) return commit === headCommit;
  return at === null || lastCommitAt === null ? null : at >= lastCommitAt;
}

const factOf = (change: Change, condition: ChangesCondition): Fact => ({
  fact: 'change',
  name: clipped(change.name),
  commit: change.headCommit,
  ...(change.landed ? { landed: change.landed } : {}),
  approvedBy: peopleOf(
    (approvalsOf(change, condition) ?? []).filter(
      (one) => !condition.afterLastCommit || isFresh(one, change) === true,
    ),
  ).slice(0, mostPeople),
});
