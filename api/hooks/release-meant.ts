import type { Desk } from '../../answers/desk.ts';
import { problem } from '../../answers/outcome.ts';
import type { Problem } from '../../answers/outcome.ts';
import { strangerOf } from '../../answers/stranger-of.ts';
import { atTheirTurn, openOf } from '../../client/meant-releases.ts';
import type { HookEvent } from '../../domain/hooks/hook-event.ts';
import { keysIn } from '../../domain/hooks/keys-in.ts';

/** The key of the open release that a deploy system means; a problem if there is none or several. Throws Temporal's errors. */
export async function releaseMeant(
  event: Extract<HookEvent, { type: 'deploy' }>,
  desk: Desk,
): Promise<string | Problem> {
  const { releases, settings } = desk;
  const open = await openOf(keysIn(event, settings), releases);
  if (event.ticket !== null) {
    const { ticket } = event;
    return open[0] ?? problem(404, 'noRelease', ({ noRelease }) => noRelease(ticket), { ticket });
  }
  const { components } = event;
  const found = open.length > 0 ? open : await atTheirTurn(components, releases, settings);
  const [only, ...others] = found;
  if (others.length > 0) {
    return problem(409, 'severalReleases', (words) => words.severalReleases(found), { tickets: found });
  }
  const [stranger = null] = components.flatMap((name) => strangerOf(name, desk) ?? []);
  return only ?? stranger ?? noTurn(components);
}

/** None of these components may be deployed now. */
export const noTurn = (components: readonly string[]): Problem =>
  problem(409, 'noTurn', (words) => words.noTurn(components), { components });
