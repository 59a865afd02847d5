import { z } from 'zod';
import { failures } from '../../texts/http.ts';
import { RefusedByTracker, unknownTicket } from '../tickets/api.ts';
import { redmineText } from './markup.ts';
import type { Wire } from './wire.ts';
import { isSame } from './writer.ts';
import type { Writer } from './writer.ts';

const named = z.object({ id: z.number(), name: z.string() });
const issue = z.object({
  issue: z.object({
    status: named,
    journals: z.array(z.object({ notes: z.string().nullish() })).optional(),
  }),
});
const statuses = z.object({ issue_statuses: z.array(named) });

/** Writes notes and statuses (by name) to Redmine. */
export function redmineWriter(wire: Wire): Writer {
  const at = (key: string): string => {
    if (!/^\d+$/.test(key)) throw unknownTicket();
    return `/issues/${key}.json`;
  };
  const statusOf = async (key: string) => (await wire.get(at(key), issue)).issue.status.name;
  return {
    async comment(key, { marker, said }) {
      const { journals = [] } = (await wire.get(`${at(key)}?include=journals`, issue)).issue;
      if (journals.some(({ notes }) => notes?.includes(marker) === true)) return;
      await wire.send(at(key), { issue: { notes: `${redmineText(said)}\n\n(${marker})` } }, 'PUT');
    },
    status: {
      of: statusOf,
      async move(key, from, to) {
        const { issue_statuses: known } = await wire.get('/issue_statuses.json', statuses);
        const wanted = known.find(({ name }) => isSame(name, to));
        if (wanted === undefined) {
          throw new RefusedByTracker(
            failures.noStatus(
              wire.origin,
              to,
              known.map(({ name }) => name),
            ),
          );
        }
        await wire.send(at(key), { issue: { status_id: wanted.id } }, 'PUT');
        // Redmine answers a transition that its workflow forbids as if it had been made.
        if (isSame(await statusOf(key), from))
          throw new RefusedByTracker(failures.keptStatus(wire.origin, from, to));
      },
    },
  };
}
