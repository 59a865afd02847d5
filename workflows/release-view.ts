import { setCurrentDetails, upsertMemo, upsertSearchAttributes } from '@temporalio/workflow';
import { defineSearchAttributeKey } from '@temporalio/common';
import { summaryOf } from '../domain/release/status.ts';
import type { ReleaseState } from '../domain/release/state.ts';
import { releaseDetails } from '../texts/web-ui.ts';
import type { ReleaseCard, ReleaseMemo } from './names.ts';
import { searchAttributes } from './names.ts';

const keys = {
  ticket: defineSearchAttributeKey('DobroTicket', searchAttributes.DobroTicket),
  stage: defineSearchAttributeKey('DobroStage', searchAttributes.DobroStage),
  requester: defineSearchAttributeKey('DobroRequester', searchAttributes.DobroRequester),
  components: defineSearchAttributeKey('DobroComponents', searchAttributes.DobroComponents),
};

/** What Temporal itself shows of a release: its search attributes, its memo and its current details. */
export class ReleaseView {
  #shown = '';

  /** Writes to history only what changed. */
  show(state: ReleaseState): void {
    setCurrentDetails(releaseDetails(state));
    const { key, ticket, title, url, requester, admin, components, stage, since, locks } = state;
    const memo: ReleaseMemo = {
      release: { key, ticket, title, url, requester, admin, components, stage, since, locks },
    };
    const shown = JSON.stringify(memo);
    if (shown === this.#shown) return;
    this.#shown = shown;
    upsertMemo({ ...memo });
    upsertSearchAttributes([
      { key: keys.ticket, value: ticket },
      { key: keys.stage, value: stage },
      { key: keys.requester, value: requester },
      { key: keys.components, value: [...components] },
    ]);
  }
}

export const cardOf = (state: ReleaseState): ReleaseCard => ({
  ...summaryOf(state, Date.now()),
  key: state.key,
  announcedBy: state.events.find(({ type }) => type === 'checksPassed')?.n ?? null,
  requesters: state.requesters,
  wikiLink: state.options.wikiLink,
  noNeedAdmin: state.options.noNeedAdmin,
  selfAccept: state.rules.selfAccept,
});
