import type { CardLocation } from '../../domain/messages/notice.ts';
import type { Destination } from '../../domain/messages/round.ts';

/** How far an attempt came. Its heartbeats pass this on to the next one. */
export interface Progress {
  /** The IDs of the delivered items, by place. */
  readonly told: Readonly<Record<Destination, readonly string[]>>;
  /** Places where more may have been posted, because Slack's answer did not arrive; null: anywhere, because the attempt was cut off. */
  readonly doubtful: readonly Destination[] | null;
  /** Where this attempt, or an earlier one, showed the card of the release. Absent if none did. */
  readonly card?: CardLocation;
}

export const nothingTold: Progress = { told: {}, doubtful: [] };

/** The progress of the previous attempt, from its last heartbeat. */
export function progressBefore(attempt: number, details: unknown): Progress {
  if (attempt === 1) return nothingTold;
  return (details as Progress | undefined) ?? { told: {}, doubtful: null };
}
