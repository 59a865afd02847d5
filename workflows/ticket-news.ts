import { startChild } from '@temporalio/workflow';
import type { EventRow } from '../domain/log/event-row.ts';
import { ticketNewsSignal } from '../domain/messages/definitions.ts';
import { unlessTaken } from '../domain/messages/unless-taken.ts';
import { writeBackWorkflow } from '../domain/messages/workflows.ts';
import { writeBackIdOf } from '../domain/messages/write-back.ts';
import type { TicketNews } from '../domain/messages/write-back.ts';
import type { ReleaseState } from '../domain/release/state.ts';
import { isToldOutside } from '../domain/told-outside.ts';
import { signalIfOpen } from './signal-lock.ts';
import { writeBackSummary } from './web-ui.ts';
import type { writeBack } from './write-back.ts';

/** The news of an event for the tickets of a release. */
export const ticketNewsOf = ({ rules }: ReleaseState, row: EventRow): readonly TicketNews[] =>
  rules.writesBack === true && isToldOutside(row.type) ? row.tickets.map((ticket) => ({ ticket, row })) : [];

/** Hands news to one workflow per ticket. It outlives the release: a tracker that does not answer holds up only its own ticket. */
export async function tellTickets(all: readonly TicketNews[]): Promise<void> {
  await Promise.all(all.map(tell));
}

async function tell(news: TicketNews): Promise<void> {
  while (!(await begins(news)) && !(await signalIfOpen(writeBackIdOf(news.ticket), ticketNewsSignal, news)));
}

/** False if the workflow of the ticket is already open. */
const begins = (news: TicketNews): Promise<boolean> =>
  unlessTaken(
    startChild<typeof writeBack>(writeBackWorkflow, {
      workflowId: writeBackIdOf(news.ticket),
      args: [news],
      parentClosePolicy: 'ABANDON',
      staticSummary: writeBackSummary(news),
    }),
  );
