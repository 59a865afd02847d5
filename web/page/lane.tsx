import { addressOf, useAround, useTime } from './around.ts';
import { drawnExtentOf, extentOf, thinnestPx } from './lanes.ts';
import type { Bar, Lane, Paper } from './lanes.ts';
import { heightOf, laneHeadPx, rowPx } from './layout.ts';
import { isPlain } from './links.tsx';
import { useNames } from './names.ts';
import type { Fate } from './fate.ts';
import { freezeText, spokenText } from './wording.ts';
import type { BadReading } from '../../domain/log/bad-reading.ts';
import { componentOf } from '../../domain/watch/plan.ts';
import type { FindingsOf } from './findings.ts';
import type { FreezeSpan } from '../wire.ts';

const letterPx = 7;
/** The fates that are distinguished by more than a colour. */
const patterned: readonly Fate[] = ['rolledBack', 'rejected', 'cancelled'];

/** The lane of a component: its freezes, and a bar for each of its releases. */
export function LaneOf({
  lane,
  findings,
  top,
  paper,
}: {
  readonly lane: Lane;
  readonly findings: FindingsOf;
  readonly top: number;
  readonly paper: Paper;
}) {
  const height = heightOf(lane);
  const row = rowPx(lane);
  return (
    <g class="lane" transform={`translate(0,${top})`} role="group" aria-label={lane.component}>
      <line class="edge" x1={-paper.width} x2={2 * paper.width} />
      {lane.freezes.map((freeze) => (
        <Frozen
          key={`${freeze.from} ${freeze.reason}`}
          freeze={freeze}
          nameEnds={lane.component.length * letterPx + 16}
          height={height}
          paper={paper}
        />
      ))}
      {lane.bars.map((bar) =>
        paper.x(bar.to) < -paper.width || paper.x(bar.from) > 2 * paper.width ? null : (
          <BarOf
            key={bar.release.releaseKey}
            bar={bar}
            findings={findings(bar.release).filter(({ check }) => componentOf(check) === lane.component)}
            top={laneHeadPx + bar.row * row}
            height={row - 3}
            paper={paper}
          />
        ),
      )}
    </g>
  );
}

/** Where the production part of a bar between `left` and `right` begins, in px; null if it has none. */
const strongFrom = ({ startedAt }: Bar, left: number, right: number, { x }: Paper): number | null =>
  startedAt === null ? null : Math.min(Math.max(left, x(startedAt)), right - thinnestPx);

/** A triangle that points down to the instant from the upper edge of the bar; right of the bar if the release had finished by then. */
export const turnedBadPath = (x: number, top: number): string => `M${x - 6},${top - 4}h12l-6,10z`;

function BarOf({
  bar,
  findings,
  top,
  height,
  paper,
}: {
  readonly bar: Bar;
  readonly findings: readonly BadReading[];
  readonly top: number;
  readonly height: number;
  readonly paper: Paper;
}) {
  const { texts, state, go } = useAround();
  const time = useTime();
  const { release, fate } = bar;
  const [left, right] = drawnExtentOf(bar, paper);
  const strong = strongFrom(bar, left, right, paper);
  const spoken = spokenText(release, findings, texts, time);
  const change = { story: release.releaseKey };
  return (
    <a
      class={`bar fate-${fate}`}
      href={addressOf(state, change)}
      aria-label={spoken}
      onClick={(event) => {
        if (!isPlain(event)) return;
        event.preventDefault();
        go(change);
      }}
    >
      <title>{spoken}</title>
      <rect class="wait" x={left} y={top} width={right - left} height={height} rx={2} />
      {strong === null ? null : (
        <rect
          class="production"
          x={strong}
          y={top}
          width={Math.max(thinnestPx, right - strong)}
          height={height}
          rx={2}
        />
      )}
      {patterned.includes(fate) ? (
        <rect
          class="pattern"
          x={strong ?? left}
          y={top}
          width={Math.max(thinnestPx, right - (strong ?? left))}
          height={height}
          rx={2}
        />
      ) : null}
      {findings.map(({ check, found }) => (
        <path
          key={`${check} ${found.at}`}
          class="turned-bad"
          d={turnedBadPath(Math.max(left, paper.x(found.at)), top)}
        />
      ))}
      <Label bar={bar} paper={paper} y={top + height - 4} />
    </a>
  );
}

/** The ticket, marked if the release was rolled back. */
function Label({ bar, paper, y }: { readonly bar: Bar; readonly paper: Paper; readonly y: number }) {
  const { release, fate, label } = bar;
  if (label === null) return null;
  const [left, right] = extentOf(bar, paper);
  const strong = strongFrom(bar, left, right, paper);
  const x = label === 'inside' ? (strong ?? left) + 4 : label === 'right' ? right + 4 : left - 4;
  const onProduction = label === 'inside' && strong !== null;
  return (
    <text
      class={onProduction ? 'ticket on-strong' : 'ticket'}
      x={x}
      y={y}
      text-anchor={label === 'left' ? 'end' : 'start'}
    >
      {fate === 'rolledBack' ? '↩' : ''}
      {release.ticket}
    </text>
  );
}

/** A freeze behind the bars, with as much of its reason as fits. */
function Frozen({
  freeze,
  nameEnds,
  height,
  paper,
}: {
  readonly freeze: FreezeSpan;
  readonly nameEnds: number;
  readonly height: number;
  readonly paper: Paper;
}) {
  const { texts } = useAround();
  const time = useTime();
  const nameOf = useNames();
  const { x, width } = paper;
  const left = Math.max(-width, x(freeze.from));
  const right = Math.min(2 * width, freeze.to === null ? Infinity : x(freeze.to));
  if (right <= left) return null;
  const begins = Math.max(left + 4, nameEnds);
  const letters = Math.floor((Math.min(right, width) - begins) / letterPx) - 2;
  return (
    <g class="frozen">
      <title>{freezeText(freeze, texts, time, nameOf)}</title>
      <rect class="frozen-span" x={left} width={right - left} height={height} />
      {letters < 4 ? null : (
        <text x={begins} y={13} aria-hidden="true">
          ❄ {freeze.reason.length <= letters ? freeze.reason : `${freeze.reason.slice(0, letters - 1)}…`}
        </text>
      )}
    </g>
  );
}
