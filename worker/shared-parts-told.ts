import type { Client } from '@temporalio/client';
import { tellOfTrouble } from '../client/troubles.ts';
import type { ListedRelease } from '../domain/messages/memo.ts';
import { lifecycle } from '../domain/release/lifecycle.ts';
import { troubleKey } from '../domain/trouble.ts';
import type { Trouble } from '../domain/trouble.ts';

type SharedPart = Extract<Trouble, { type: 'sharedPart' }>;

/** Tells the admins, once, about releases that are on production on one part because the configuration changed. */
export function sharedPartsTold(
  client: Client,
): (there: readonly { readonly release: ListedRelease }[]) => Promise<void> {
  const told = new Set<string>();
  return async (there) => {
    for (const shared of sharedParts(there.map(({ release }) => release))) {
      if (told.has(troubleKey(shared))) continue;
      await tellOfTrouble(client, shared);
      told.add(troubleKey(shared));
    }
  };
}

/** A release on production waits for a lock only if it came to need it there. */
function sharedParts(releases: readonly ListedRelease[]): readonly SharedPart[] {
  const there = releases.filter(({ stage }) => lifecycle[stage].onProduction);
  const those = (state: 'held' | 'waiting') =>
    there.flatMap((release) =>
      release.locks.filter((lock) => lock.state === state).map(({ component }) => ({ release, component })),
    );
  return those('waiting').flatMap(({ release: one, component }) =>
    those('held')
      .filter((held) => held.component === component)
      .map(({ release: other }): SharedPart => ({
        type: 'sharedPart',
        component,
        tickets: [other.ticket, one.ticket],
        releases: [other.key, one.key],
      })),
  );
}
