/** The key of a release and those of its tickets. */
export const ticketsText = ({
  ticket,
  tickets,
}: {
  readonly ticket: string;
  readonly tickets: readonly string[];
}): string => [...new Set([ticket, ...tickets])].join(', ');
