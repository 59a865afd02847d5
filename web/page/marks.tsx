import { useAround } from './around.ts';
import { ticksOf } from './axis.ts';
import { incidentRowPx } from './incident-places.ts';
import type { IncidentMark } from './incident-places.ts';
import { axisPx } from './layout.ts';
import type { Span } from './span.ts';

interface Paper {
  readonly width: number;
  readonly height: number;
}

/** The time axis, in the configured zone. */
export function Axis({
  span,
  x,
  width,
  height,
}: Paper & { readonly span: Span; readonly x: (at: number) => number }) {
  const { texts, about } = useAround();
  return (
    <g class="axis" aria-hidden="true">
      {ticksOf(span, { width, timezone: about.timezone, locale: texts.locale }).map(
        ({ at, label, major }) => (
          <g key={at} class={major ? 'tick major' : 'tick'} transform={`translate(${x(at)},0)`}>
            <line y1={axisPx - 4} y2={height} />
            <text x={4} y={15} class={x(at) + label.length * 7 > width ? 'cut' : undefined}>
              {label}
            </text>
          </g>
        ),
      )}
    </g>
  );
}

/** Incidents, as lines behind all lanes. */
export function IncidentLines({
  places,
  height,
}: {
  readonly places: readonly IncidentMark[];
  readonly height: number;
}) {
  return (
    <g class="incident">
      {places.map(({ incident, x, row }) => (
        <line key={incident.key} x1={x} x2={x} y1={axisPx + row * incidentRowPx} y2={height} />
      ))}
    </g>
  );
}

/** The descriptions of the incidents, beside their lines. */
export function IncidentTexts({ places }: { readonly places: readonly IncidentMark[] }) {
  return (
    <g class="incident">
      {places.map(
        ({ incident, text, x, row, side }) =>
          text !== null && (
            <text
              key={incident.key}
              x={side === 'right' ? x + 4 : x - 4}
              y={axisPx + (row + 1) * incidentRowPx - 4}
              text-anchor={side === 'right' ? 'start' : 'end'}
            >
              ⚠ {text}
            </text>
          ),
      )}
    </g>
  );
}

/** A moment, as a line across all lanes with its name below. */
export function Mark({
  kind,
  at,
  label,
  paper: { width, height },
}: {
  readonly kind: 'now' | 'cursor';
  /** In px. */
  readonly at: number;
  readonly label: string;
  readonly paper: Paper;
}) {
  if (at < 0 || at > width) return null;
  const room = label.length * 7;
  const toLeft = at + room > width || kind === 'cursor';
  const anchor = toLeft && at - room > 0 ? 'end' : 'start';
  return (
    <g class={`mark ${kind}`} aria-hidden="true">
      <line x1={at} x2={at} y1={axisPx - 4} y2={height} />
      <text x={anchor === 'end' ? at - 4 : at + 4} y={height - 5} text-anchor={anchor}>
        {label}
      </text>
    </g>
  );
}
