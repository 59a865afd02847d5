import { setCurrentDetails, upsertMemo, upsertSearchAttributes } from '@temporalio/workflow';
import { defineSearchAttributeKey } from '@temporalio/common';
import { iso } from '../domain/iso.ts';
import type { EventType } from '../domain/release/events.ts';
import { summaryOf } from '../domain/release/status.ts';
import { lettingGoOf } from '../domain/release/state.ts';
import type { ReleaseState } from '../domain/release/state.ts';
import { releaseDetails } from './web-ui.ts';
import type { ReleaseCard } from '../domain/messages/notice.ts';
import type { ReleaseMemo } from '../domain/messages/memo.ts';
import { searchAttributes } from '../domain/messages/memo.ts';

const keys = {
  ticket: defineSearchAttributeKey('DobroTicket', searchAttributes.DobroTicket),
  tickets: defineSearchAttributeKey('DobroTickets', searchAttributes.DobroTickets),
  stage: defineSearchAttributeKey('DobroStage', searchAttributes.DobroStage),
  requester: defineSearchAttributeKey('DobroRequester', searchAttributes.DobroRequester),
  components: defineSearchAttributeKey('DobroComponents', searchAttributes.DobroComponents),
};

/**
 * Temporal's limit for one search attribute, in bytes of its JSON. Beyond it, Temporal would refuse everything that the release decided in
 * the same task.
 */
const longestAttribute = 2048;

/** As many of these names as Temporal takes. Only the query `status` returns the rest. */
function findable(names: readonly string[]): string[] {
  const found: string[] = [];
  let length = '[]'.length;
  for (const name of names) {
    length += JSON.stringify(name).length + 1;
    if (length > longestAttribute) break;
    found.push(name);
  }
  return found;
}

/** What Temporal itself shows of a release: its search attributes, memo and current details. */
export class ReleaseView {
  #memo = '';
  #attributes = '';

  /** Writes to the history only what changed: every write of attributes is billed. */
  show(state: ReleaseState): void {
    setCurrentDetails(releaseDetails(state, Date.now()));
    const { ticket, tickets, cannotVote, approvals } = summaryOf(state, Date.now());
    const { key, aliases, title, url, requester, admin, components, stage, since, locks, neededLocks } =
      state;
    const listed = { key, ticket, tickets, title, url, requester, admin, components, stage, since, locks };
    const lettingGo = lettingGoOf(state);
    const memo: ReleaseMemo = {
      release: { ...listed, neededLocks, lettingGo, aliases, cannotVote, approvals },
    };
    const memoNow = JSON.stringify(memo);
    if (memoNow !== this.#memo) upsertMemo({ ...memo });
    this.#memo = memoNow;

    const attributesNow = JSON.stringify([ticket, tickets, stage, requester, components]);
    if (attributesNow === this.#attributes) return;
    this.#attributes = attributesNow;
    upsertSearchAttributes([
      { key: keys.ticket, value: ticket },
      { key: keys.tickets, value: findable(tickets) },
      { key: keys.stage, value: stage },
      { key: keys.requester, value: requester },
      { key: keys.components, value: findable(components) },
    ]);
  }
}

export const cardOf = (state: ReleaseState): ReleaseCard => ({
  ...summaryOf(state, Date.now()),
  key: state.key,
  announcedBy: state.events.find(({ type }) => type === 'checksPassed')?.n ?? null,
  wikiLink: state.options.wikiLink,
  noNeedAdmin: state.options.noNeedAdmin,
  checkedFor: state.checks.askedBy,
  items: state.snapshot?.items ?? [],
  askedAt: iso(state.events[0]?.at ?? state.since),
  startedAt: instantOf(state, 'started'),
  started: startOf(state),
});

function startOf({ events }: ReleaseState): NonNullable<ReleaseCard['started']> | null {
  const event = events.findLast(({ type }) => type === 'started');
  return event === undefined
    ? null
    : { via: event.via, ...(event.pipeline ? { pipeline: event.pipeline } : {}) };
}

/** When an event of this type last happened, ISO 8601; null: never. */
function instantOf({ events }: ReleaseState, wanted: EventType): string | null {
  const event = events.findLast(({ type }) => type === wanted);
  return event === undefined ? null : iso(event.at);
}
