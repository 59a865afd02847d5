import { originOf } from '../messages/origin.ts';
import type { Origin } from '../messages/origin.ts';
import type { LockEvent } from '../lock/events.ts';
import type { LockHolder } from '../lock/lock-queue.ts';
import { everyComponent, ofNothing } from './event-row.ts';
import type { EventRow } from './event-row.ts';

/** When a lock event happened, and the origin of its command (`nobody` if there was none). `id` is unique for ever; `at` is epoch ms. */
interface Occasion {
  readonly id: string;
  readonly at: number;
  readonly origin: Origin;
}

/** The log row of a lock event. */
export function lockRow(component: string, event: LockEvent, { id, at, origin }: Occasion): EventRow {
  const everywhere = 'all' in event && event.all;
  const [holder, another] = holdersIn(event);
  const only = another === undefined ? holder : undefined;
  return {
    ...ofNothing,
    key: id,
    at,
    about: 'lock',
    type: event.type,
    ticket: only?.ticket ?? null,
    tickets: only === undefined ? [] : [only.ticket],
    ...originOf(origin),
    pipeline: origin.pipeline ?? null,
    actor: actorOf(event),
    components: [everywhere ? everyComponent : component],
    component: everywhere ? null : component,
    token: only?.token ?? null,
    facts: factsOf(event),
  };
}

function holdersIn(event: LockEvent): readonly LockHolder[] {
  if (event.type === 'unlocked') return event.holders;
  return event.type === 'orphaned' ? [event.holder] : [];
}

function actorOf(event: LockEvent): string | null {
  switch (event.type) {
    case 'unlocked':
    case 'unfrozen':
      return event.actor;
    case 'frozen':
      return event.freeze.by;
    case 'orphaned':
      return null;
  }
}

/** `reason` is at the top level, as for every other event. */
function factsOf(event: LockEvent): object {
  switch (event.type) {
    case 'unlocked':
      return { reason: event.reason, holders: event.holders };
    case 'frozen':
      return { reason: event.freeze.reason, until: event.freeze.until, all: event.all };
    case 'unfrozen':
      return { all: event.all, setBy: event.setBy, stays: event.stays };
    case 'orphaned':
      return { holder: event.holder };
  }
}
