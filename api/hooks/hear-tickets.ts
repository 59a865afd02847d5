import { attempt } from '../../answers/attempt.ts';
import type { Desk } from '../../answers/desk.ts';
import type { Problem } from '../../answers/outcome.ts';
import { hearOfTicket } from '../../client/hooks.ts';
import { releaseCommands } from '../../domain/command/commands.ts';
import type { HookEvent } from '../../domain/hooks/hook-event.ts';
import { isAmong } from '../../domain/release/stage.ts';
import { keysIn } from '../../domain/hooks/keys-in.ts';

/** Has the open releases of changed tickets checked again. Returns the keys of those tickets. */
export const hearTickets = (
  event: Extract<HookEvent, { type: 'changed' }>,
  hook: string,
  desk: Desk,
): Promise<readonly string[] | Problem> =>
  attempt(async () => {
    const found = await Promise.all(
      keysIn(event, desk.settings).map(async (ticket) => {
        const shown = await desk.releases.shown(ticket);
        return shown !== null && isAmong(shown.stage, releaseCommands.recheck.stages) ? [ticket] : [];
      }),
    );
    const tickets = found.flat();
    await Promise.all(tickets.map((ticket) => hearOfTicket(desk.client, { hook, ticket })));
    return tickets;
  });
