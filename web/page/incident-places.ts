import type { EventRow } from '../../domain/log/event-row.ts';
import { shorten } from '../../texts/mrkdwn.ts';
import { reasonIn } from '../../texts/log-words.ts';
import { axisPx } from './layout.ts';

/** An incident with the place of its text. */
export interface IncidentMark {
  readonly incident: EventRow;
  /** Null if there is no room. */
  readonly text: string | null;
  /** In px. */
  readonly x: number;
  readonly row: number;
  /** The side of the line that the text is on. */
  readonly side: 'right' | 'left';
}

export const incidentRowPx = 18;
const letterPx = 6.6;
const longest = 36;
const gapPx = 8;
/** Keeps the lanes in sight on a night with many incidents. The remaining ones still have their lines, and are in the list below. */
const mostRows = 6;

/** Arranges the texts in at most `mostRows` rows without overlap. Incidents outside of the picture have no place. */
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

/** Where the content below the incidents begins, in px. */
export const topOf = (places: readonly IncidentMark[]): number =>
  axisPx + (Math.max(-1, ...places.map(({ row }) => row)) + 1) * incidentRowPx + 4;
