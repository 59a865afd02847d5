/** Whatever the release log may have to tell. */
import fc from 'fast-check';
import { everyComponent } from '../../domain/log/event-row.ts';
import type { EventRow } from '../../domain/log/event-row.ts';
import type { LogPage } from '../../texts/release-log.ts';
import { anything, type Given } from './anything.ts';

const orNull = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });

/** The kinds that other tests know, and those of locks. */
const lockTypes = ['frozen', 'unfrozen', 'unlocked', 'orphaned'];

export function anyLog(given: Given) {
  const { words, ticket, component, url } = given;
  const { user, epoch, facts } = anything(given);
  const about = fc.constantFrom('release', 'lock', 'incident');
  const event: fc.Arbitrary<EventRow> = fc.record({
    key: fc.uuid(),
    at: epoch,
    about,
    type: fc.constantFrom(...Object.keys(facts), ...lockTypes),
    releaseKey: fc.constant('k'),
    n: fc.nat(),
    ticket: orNull(ticket),
    title: orNull(words(20_000)),
    url: orNull(url),
    wikiLink: fc.constant(null),
    requester: orNull(user),
    actor: orNull(user),
    via: orNull(words(20)),
    components: fc.oneof(fc.array(component, { maxLength: 20 }), fc.constant([everyComponent])),
    component: orNull(component),
    token: orNull(fc.nat()),
    facts: fc.oneof(fc.record({ reason: words() }), fc.record({ message: words() }), fc.constant({})),
  });
  const page: fc.Arbitrary<LogPage> = fc.record({
    subject: orNull(fc.oneof(component, ticket)),
    since: orNull(epoch),
    events: fc.array(event, { maxLength: 20 }),
    more: fc.constantFrom(0, 1, 22, 1000),
    countedTo: fc.constant(1000),
  });
  return fc.record({ page });
}
