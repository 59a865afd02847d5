/** Anything the release log may contain. */
import fc from 'fast-check';
import { everyComponent } from '../../domain/log/event-row.ts';
import type { EventRow } from '../../domain/log/event-row.ts';
import type { Figures } from '../../domain/log/figures.ts';
import type { LoggedRelease } from '../../domain/log/logged-release.ts';
import type { LogPage, StatisticsPage, SuspectPage } from '../../domain/messages/question-answer.ts';
import { anything, type Given } from './anything.ts';

const orNull = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });

/** Types that other tests cover, and those of locks. */
const lockTypes = ['frozen', 'unfrozen', 'unlocked', 'orphaned', 'incident'];

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
    tickets: fc.array(ticket, { maxLength: 20 }),
    title: orNull(words(20_000)),
    url: orNull(url),
    wikiLink: fc.constant(null),
    requester: orNull(user),
    actor: orNull(user),
    via: orNull(words(20)),
    pipeline: orNull(
      fc.record({
        ...{ token: orNull(words(20)), repository: orNull(words(300)), run: orNull(words(300)) },
        ...{ sha: fc.constantFrom(null, '1'.repeat(40)), url: orNull(url) },
      }),
    ),
    commandId: orNull(words(20)),
    channel: orNull(words(20)),
    saidAt: orNull(epoch),
    components: fc.oneof(fc.array(component, { maxLength: 20 }), fc.constant([everyComponent])),
    component: orNull(component),
    token: orNull(fc.nat()),
    facts: fc.oneof(fc.record({ reason: words() }), fc.record({ message: words() }), fc.constant({})),
  });
  const page: fc.Arbitrary<LogPage> = fc.record({
    subject: orNull(fc.oneof(component, ticket)),
    since: orNull(epoch),
    events: fc.array(event, { maxLength: 20 }),
    more: fc.constantFrom(0, 1, 22, 1000, 1001),
    countedTo: fc.constant(1000),
    workspace: fc.constantFrom(null, 'https://acme.slack.com'),
  });
  const release: fc.Arbitrary<LoggedRelease> = fc.record({
    releaseKey: fc.uuid(),
    ticket,
    tickets: fc.array(ticket, { maxLength: 20 }),
    title: orNull(words(20_000)),
    url: orNull(url),
    wikiLink: fc.constant(null),
    requester: orNull(user),
    admin: orNull(user),
    components: fc.array(component, { maxLength: 20 }),
    stage: fc.constant('deploying' as const),
    stageSince: orNull(epoch),
    askedAt: orNull(epoch),
    announcedAt: orNull(epoch),
    goodAt: orNull(epoch),
    turnAt: orNull(epoch),
    startedAt: orNull(epoch),
    endedAt: orNull(epoch),
    endedAs: fc.constant('rolledBack'),
    overriddenAt: orNull(epoch),
    overrideReason: orNull(words()),
    nudges: fc.nat(),
    commit: fc.constantFrom(null, { sha: '1'.repeat(40), compareAt: 'https://git.example.com/a/b/compare/' }),
  });
  const lock = fc.record({
    at: epoch,
    component,
    by: orNull(user),
    reason: orNull(words()),
    releaseKeys: fc.constant([]),
    orphans: fc.constant([]),
  });
  const reason = fc.oneof(
    fc.record({ code: fc.constant('onProduction' as const), since: epoch }),
    fc.record({
      code: fc.constant('ended' as const),
      as: fc.constantFrom('finished', 'unlocked'),
      at: epoch,
    }),
    fc.record({ code: fc.constant('rolledBackLater' as const), at: epoch }),
    fc.record({ code: fc.constant('overridden' as const), at: epoch, reason: orNull(words()) }),
    fc.record({ code: fc.constant('lockTaken' as const), lock }),
    fc.record({ code: fc.constant('beside' as const), ticket, component }),
    fc.record({ code: fc.constant('dependency' as const), on: fc.array(component, { minLength: 1 }) }),
  );
  const suspects: fc.Arbitrary<SuspectPage> = fc.record({
    at: epoch,
    component: orNull(component),
    suspects: fc.array(fc.record({ release, reasons: fc.array(reason, { maxLength: 7 }) }), {
      maxLength: 10,
    }),
    more: fc.constantFrom(0, 1, 22),
  });
  const marked = fc.record({
    incident: fc.record({ at: epoch, text: words(), components: fc.array(component, { maxLength: 3 }) }),
    recorded: fc.boolean(),
  });
  const span = orNull(fc.integer({ min: 0, max: 1e10 }));
  const spread = fc.record({ medianMs: span, p90Ms: span });
  const figures: fc.Arbitrary<Figures> = fc
    .record({
      releases: fc.nat(10_000),
      lead: spread,
      waitForGood: spread,
      waitForLock: spread,
      waitForAdmin: spread,
      onProduction: spread,
      nudges: fc.nat(),
    })
    .chain((found) => fc.nat(found.releases).map((rolledBack) => ({ ...found, rolledBack })));
  const statistics: fc.Arbitrary<StatisticsPage> = fc.record({
    component: orNull(component),
    statistics: fc.record({
      since: fc.nat(1e10),
      until: fc.constant(2e12),
      total: figures,
      restore: spread,
      incidents: fc.nat(),
      byComponent: fc
        .array(fc.tuple(component, figures), { maxLength: 3 })
        .map((all) => all.map(([name, found]) => ({ component: name, ...found }))),
      byMonth: fc
        .array(figures, { maxLength: 3 })
        .map((all) => all.map((found) => ({ month: '2026-03', ...found }))),
    }),
  });
  return fc.record({ page, suspects, marked, actor: user, statistics });
}
