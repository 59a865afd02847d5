import type { EventRow } from '../../domain/log/event-row.ts';
import { shorten } from '../../texts/mrkdwn.ts';
import { reasonIn } from '../../texts/log-words.ts';
import { axisPx } from './layout.ts';

/** An incident where it is written. */
export interface IncidentMark {
  readonly incident: EventRow;
  /** Null: there is no room for it. */
  readonly text: string | null;
  /** In px. */
  readonly x: number;
  readonly row: number;
  /** On which side of its line. */
  readonly side: 'right' | 'left';
}

export const incidentRowPx = 18;
const letterPx = 6.6;
const longest = 36;
const gapPx = 8;
/** In a night with many incidents the lanes stay in sight; each has its line, and is in the list below. */
const mostRows = 6;

/** In as many rows as it takes, up to `mostRows`, so that no text is written over another; those that are out of sight have no place. */
export function placesOf(
  incidents: readonly EventRow[],
  { x, width }: { readonly x: (at: number) => number; readonly width: number },
): readonly IncidentMark[] {
  const ends: number[] = [];
  return [...incidents]
    .sort((a, b) => a.at - b.at)
    .flatMap((incident): readonly IncidentMark[] => {
      const at = x(incident.at);
      if (at < 0 || at > width) return [];
      const text = shorten(reasonIn(incident.facts) ?? '', longest);
      const room = (text.length + 2) * letterPx;
      const side = at + room > width && at - room >= 0 ? 'left' : 'right';
      const left = side === 'left' ? at - room : at;
      const free = ends.findIndex((end) => end + gapPx <= left);
      if (free === -1 && ends.length === mostRows) {
        return [{ incident, text: null, x: at, row: mostRows - 1, side }];
      }
      const row = free === -1 ? ends.length : free;
      ends[row] = left + room;
      return [{ incident, text, x: at, row, side }];
    });
}

/** Where what is below the incidents begins, in px. */
export const topOf = (places: readonly IncidentMark[]): number =>
  axisPx + (Math.max(-1, ...places.map(({ row }) => row)) + 1) * incidentRowPx + 4;
