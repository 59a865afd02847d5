import type { CardLocation } from '../../domain/messages/notice.ts';
import type { PlaceKey } from '../../domain/messages/round.ts';

/** How far an attempt came, as its heartbeats tell the next one. */
export interface Progress {
  /** The IDs of what was told, by place. */
  readonly told: Readonly<Record<PlaceKey, readonly string[]>>;
  /** Where more may have been told, though Slack's answer did not come; null: anywhere, for the attempt was cut off. */
  readonly doubtful: readonly PlaceKey[] | null;
  /** Where it, or one before it, has shown the card of the release; absent if none has. */
  readonly card?: CardLocation;
}

export const nothingTold: Progress = { told: {}, doubtful: [] };

/** That of the attempt before this one, from what its last heartbeat told. */
export function progressBefore(attempt: number, details: unknown): Progress {
  if (attempt === 1) return nothingTold;
  return (details as Progress | undefined) ?? { told: {}, doubtful: null };
}
