import { scaleLinear } from 'd3-scale';
import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { TimelineAnswer } from '../wire.ts';
import { useAround, useTime } from './around.ts';
import { Axis, IncidentLines, IncidentTexts, Mark } from './marks.tsx';
import type { FindingsOf } from './findings.ts';
import { placesOf, topOf } from './incident-places.ts';
import { LaneOf } from './lane.tsx';
import { lanesOf } from './lanes.ts';
import type { Paper } from './lanes.ts';
import { laidOut } from './layout.ts';
import { Patterns } from './patterns.tsx';
import { steps } from './range-bar.tsx';
import { moved, zoomed } from './span.ts';
import type { Span } from './span.ts';
import { useZoom } from './use-zoom.ts';

/** A lane for each component and a bar for each release. Wheel, drag, pinch and keys move the span; a click sets the moment. */
export function Timeline({
  answer,
  findings,
  span,
  show,
}: {
  readonly answer: TimelineAnswer;
  readonly findings: FindingsOf;
  readonly span: Span;
  readonly show: (span: Span) => void;
}) {
  const { texts, state, go, now } = useAround();
  const time = useTime();
  const frame = useRef<HTMLDivElement>(null);
  const svg = useRef<SVGSVGElement>(null);
  const width = useWidth(frame);
  const shown = useZoom(svg, { span, width, show });
  const x = scaleLinear().domain([shown.from, shown.to]).range([0, width]);
  const { lanes, drawn, tops, height, incidents } = useDrawing(answer, findings, span, width);
  // Bars are drawn only while the span stands still. During a gesture the whole drawing is translated and scaled.
  const isMoving = shown !== span;
  const marks = isMoving ? placesOf(answer.incidents, { x, width }) : incidents;
  const stretch = (span.to - span.from) / (shown.to - shown.from);
  return (
    <div ref={frame} class="timeline">
      <svg
        ref={svg}
        width={width}
        height={height}
        tabindex={0}
        role="group"
        aria-label={`${texts.views.timeline}, ${texts.timelineOf(time(span.from), time(span.to))}. ${texts.timelineKeys}`}
        onKeyDown={(event) => {
          const next = spanByKey(event.key, span);
          if (next === null || event.metaKey || event.ctrlKey || event.altKey) return;
          event.preventDefault();
          show(next);
        }}
        onClick={(event) => {
          if (event.target instanceof Element && event.target.closest('a') !== null) return;
          const left = event.currentTarget.getBoundingClientRect().left;
          go({ cursor: Math.round(x.invert(event.clientX - left)) });
        }}
      >
        <Patterns />
        <rect class="ground" width={width} height={height} />
        <Axis span={shown} x={x} width={width} height={height} />
        <IncidentLines places={marks} height={height} />
        <g
          class={isMoving && stretch !== 1 ? 'stretched' : undefined}
          transform={isMoving ? `translate(${x(span.from)},0) scale(${stretch},1)` : undefined}
        >
          {drawn}
        </g>
        {lanes.map(({ component }, index) => (
          <text key={component} class="component" x={4} y={(tops[index] ?? 0) + 13} aria-hidden="true">
            {component}
          </text>
        ))}
        <IncidentTexts places={marks} />
        <Mark kind="now" at={x(now)} label={texts.now} paper={{ width, height }} />
        {state.cursor === null ? null : (
          <Mark kind="cursor" at={x(state.cursor)} label={time(state.cursor)} paper={{ width, height }} />
        )}
      </svg>
    </div>
  );
}

/** The part that does not change during a gesture. */
function useDrawing(answer: TimelineAnswer, findings: FindingsOf, { from, to }: Span, width: number) {
  const { about, state, now } = useAround();
  const paper = useMemo((): Paper => {
    const x = scaleLinear().domain([from, to]).range([0, width]);
    return { x, width, now };
  }, [from, to, width, now]);
  const lanes = useMemo(
    () => lanesOf(answer, about.components, state.components, paper),
    [answer, about, state.components.join(), paper],
  );
  const incidents = useMemo(() => placesOf(answer.incidents, paper), [answer, paper]);
  return useMemo(() => {
    const { tops, height } = laidOut(lanes, topOf(incidents));
    // Nothing can be drawn before the width is known.
    const drawn = (paper.width === 0 ? [] : lanes).map((lane, index) => (
      <LaneOf key={lane.component} lane={lane} findings={findings} top={tops[index] ?? 0} paper={paper} />
    ));
    return { lanes, drawn, tops, height, incidents };
  }, [lanes, incidents, paper, findings]);
}

function spanByKey(key: string, span: Span): Span | null {
  switch (key) {
    case '+':
    case '=':
      return zoomed(span, steps.closer);
    case '-':
      return zoomed(span, steps.farther);
    case 'ArrowLeft':
      return moved(span, steps.earlier);
    case 'ArrowRight':
      return moved(span, steps.later);
    default:
      return null;
  }
}

/** The width of an element in px, kept up to date. */
function useWidth(of: { readonly current: HTMLElement | null }): number {
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const element = of.current;
    if (element === null) return;
    setWidth(element.clientWidth);
    const observer = new ResizeObserver(() => {
      setWidth(element.clientWidth);
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
    };
  }, []);
  return width;
}
