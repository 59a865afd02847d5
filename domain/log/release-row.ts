import { originOf } from '../messages/origin.ts';
import type { ReleaseEvent } from '../release/events.ts';
import type { ReleaseState } from '../release/state.ts';
import { ticketsOf } from '../release/subject.ts';
import type { EventRow } from './event-row.ts';

/** The log row of a release's event. `state` is the release after the event; its stage is among the facts. */
export function releaseRow(state: ReleaseState, event: ReleaseEvent): EventRow {
  const { n, at, type, facts } = event;
  return {
    key: `${state.key}:${n}`,
    at,
    about: 'release',
    type,
    releaseKey: state.key,
    n,
    ticket: state.subject.id,
    tickets: ticketsOf(state.subject),
    title: state.title,
    url: state.url,
    wikiLink: state.options.wikiLink,
    requester: state.requester,
    ...originOf(event),
    pipeline: event.pipeline ?? null,
    components: state.components,
    component: 'component' in facts ? facts.component : null,
    token: 'token' in facts ? facts.token : null,
    facts: { ...facts, stage: state.stage, since: state.since },
  };
}

/** A row as it was before rows contained the stage. */
export function withoutStage(row: EventRow): EventRow {
  const facts = Object.entries(row.facts).filter(([name]) => name !== 'stage' && name !== 'since');
  return { ...row, facts: Object.fromEntries(facts) };
}
