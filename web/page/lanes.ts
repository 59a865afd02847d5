import { everyComponent } from '../../domain/log/event-row.ts';
import type { LoggedRelease } from '../../domain/log/logged-release.ts';
import type { About, FreezeSpan, TimelineAnswer } from '../wire.ts';
import { fateOf } from './fate.ts';
import type { Fate } from './fate.ts';

/** A release in one lane. Instants are epoch ms. */
export interface Bar {
  readonly release: LoggedRelease;
  readonly fate: Fate;
  /** When it was requested. */
  readonly from: number;
  /** Null if it was not on production. */
  readonly startedAt: number | null;
  /** Its end, or now. */
  readonly to: number;
  /** Counts from 0. */
  readonly row: number;
  /** Where the ticket is written; null if there is no room. */
  readonly label: LabelPlace | null;
}

export type LabelPlace = 'inside' | 'right' | 'left';

export interface Lane {
  readonly component: string;
  readonly bars: readonly Bar[];
  /** The rows needed to keep bars from overlapping; at least 1. */
  readonly rows: number;
  readonly freezes: readonly FreezeSpan[];
}

/** The drawing area: `x` gives the distance of an instant from the left, in px. */
export interface Paper {
  readonly x: (at: number) => number;
  readonly width: number;
  readonly now: number;
}

/** With more rows than this, tickets are not written beside the bars, so that bars can be closer. */
const mostLabelledRows = 8;
const letterPx = 7;
const gapPx = 4;
/** The minimum width of a bar, so that it can be seen and pointed at. */
export const thinnestPx = 4;

type Components = readonly Pick<About['components'][number], 'name' | 'critical'>[];

/**
 * A lane for each component that occurs in the span or was chosen, in the order of the configuration; components it no longer has come
 * last. A release is in the lane of each of its components.
 */
export function lanesOf(
  { releases, freezes }: Pick<TimelineAnswer, 'releases' | 'freezes'>,
  components: Components,
  chosen: readonly string[],
  paper: Paper,
): readonly Lane[] {
  const names = namesIn({ releases, freezes }, components, chosen);
  return names.map((component) => {
    const critical = components.some(({ name, critical: locked }) => name === component && locked);
    return {
      component,
      ...stacked(
        releases.filter((release) => touches(release, component)),
        paper,
      ),
      freezes: freezes.filter((freeze) =>
        freeze.component === null ? critical : freeze.component === component,
      ),
    };
  });
}

const touches = ({ components }: LoggedRelease, component: string): boolean => components.includes(component);

function namesIn(
  { releases, freezes }: Pick<TimelineAnswer, 'releases' | 'freezes'>,
  components: Components,
  chosen: readonly string[],
): readonly string[] {
  const everywhere = freezes.some(({ component }) => component === null);
  const busy = new Set([
    ...releases.flatMap((release) => release.components),
    ...freezes.flatMap(({ component }) => component ?? []),
    ...(everywhere ? components.filter(({ critical }) => critical).map(({ name }) => name) : []),
    ...chosen,
  ]);
  busy.delete(everyComponent);
  const known = components.map(({ name }) => name).filter((name) => busy.has(name));
  const unknown = [...busy].filter((name) => !known.includes(name)).sort();
  return [...known, ...unknown].filter((name) => chosen.length === 0 || chosen.includes(name));
}

/** Oldest first, each in the first row with room. */
function stacked(releases: readonly LoggedRelease[], paper: Paper): Pick<Lane, 'bars' | 'rows'> {
  const bars = releases.map((release) => barOf(release, paper.now)).sort((a, b) => a.from - b.from);
  const labelled = inRows(bars, paper, true);
  return labelled.rows <= mostLabelledRows ? labelled : inRows(bars, paper, false);
}

type Unplaced = Omit<Bar, 'row' | 'label'>;

function barOf(release: LoggedRelease, now: number): Unplaced {
  const { announcedAt, askedAt, startedAt, endedAt } = release;
  const to = endedAt ?? Math.max(now, startedAt ?? askedAt ?? now);
  const from = Math.min(...[askedAt, announcedAt, startedAt].flatMap((at) => at ?? []), to);
  return { release, fate: fateOf(release), from, startedAt, to };
}

function inRows(bars: readonly Unplaced[], paper: Paper, labelled: boolean): Pick<Lane, 'bars' | 'rows'> {
  const ends: number[] = [];
  const placed = bars.map((bar): Bar => {
    const label = labelled ? labelPlace(bar, paper) : null;
    const [left, right] = takenBy(bar, label, paper);
    const free = ends.findIndex((end) => end + gapPx <= left);
    const row = free === -1 ? ends.length : free;
    ends[row] = right;
    return { ...bar, row, label };
  });
  return { bars: placed, rows: Math.max(1, ends.length) };
}

/** Includes the sign before the ticket of a rolled back release. */
const widthOfLabel = ({ release, fate }: Unplaced): number =>
  (release.ticket.length + (fate === 'rolledBack' ? 2 : 0)) * letterPx + 2 * gapPx;

/** The visible extent of a bar, in px. */
export function extentOf(
  { from, to }: Pick<Bar, 'from' | 'to'>,
  { x, width }: Pick<Paper, 'x' | 'width'>,
): readonly [number, number] {
  const left = Math.min(Math.max(x(from), 0), width - thinnestPx);
  return [left, Math.max(left + thinnestPx, Math.min(x(to), width))];
}

/** The drawn extent of a bar, in px. Reaches beyond the picture, for moving the time. */
export function drawnExtentOf(bar: Pick<Bar, 'from' | 'to'>, { x, width }: Paper): readonly [number, number] {
  const [left, right] = extentOf(bar, { x: (at) => x(at) + width, width: 3 * width });
  return [left - width, right - width];
}

/** Within the production part if the ticket fits there, else to the right, else to the left. */
function labelPlace(bar: Unplaced, paper: Paper): LabelPlace | null {
  const room = widthOfLabel(bar);
  const [left, right] = extentOf(bar, paper);
  const strong = bar.startedAt === null ? right : Math.max(left, paper.x(bar.startedAt));
  if (right - strong >= room) return 'inside';
  if (right + room <= paper.width) return 'right';
  return left - room >= 0 ? 'left' : null;
}

function takenBy(bar: Unplaced, label: LabelPlace | null, paper: Paper): readonly [number, number] {
  const [left, right] = extentOf(bar, paper);
  const room = widthOfLabel(bar);
  return [label === 'left' ? left - room : left, label === 'right' ? right + room : right];
}
