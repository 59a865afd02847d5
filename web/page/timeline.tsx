import { scaleLinear } from 'd3-scale';
import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { TimelineAnswer } from '../wire.ts';
import { useAround, useTime } from './around.ts';
import { Axis, IncidentLines, IncidentTexts, Mark } from './marks.tsx';
import { placesOf, topOf } from './incident-places.ts';
import { LaneOf } from './lane.tsx';
import { lanesOf } from './lanes.ts';
import { laidOut } from './layout.ts';
import { Patterns } from './patterns.tsx';
import { steps } from './range-bar.tsx';
import { moved, zoomed } from './span.ts';
import type { Span } from './span.ts';
import { useZoom } from './use-zoom.ts';

/** A lane for each component and a bar for each release; wheel, drag, pinch and keys move the time, a click sets the moment. */
export function Timeline({
  answer,
  span,
  show,
}: {
  readonly answer: TimelineAnswer;
  readonly span: Span;
  readonly show: (span: Span) => void;
}) {
  const { texts, about, state, go, now } = useAround();
  const time = useTime();
  const frame = useRef<HTMLDivElement>(null);
  const svg = useRef<SVGSVGElement>(null);
  const width = useWidth(frame);
  const shown = useZoom(svg, { span, width, show });
  const x = scaleLinear().domain([shown.from, shown.to]).range([0, width]);
  const paper = { x, width, now };
  // The rows stay as they are while somebody moves the time.
  const lanes = useMemo(() => {
    const settled = scaleLinear().domain([span.from, span.to]).range([0, width]);
    return lanesOf(answer, about.components, state.components, { x: settled, width, now });
  }, [answer, about, state.components.join(), span.from, span.to, width, now]);
  const incidents = placesOf(answer.incidents, paper);
  const { tops, height } = laidOut(lanes, topOf(incidents));
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
        <IncidentLines places={incidents} height={height} />
        {lanes.map((lane, index) => (
          <LaneOf key={lane.component} lane={lane} top={tops[index] ?? 0} paper={paper} />
        ))}
        <IncidentTexts places={incidents} />
        <Mark kind="now" at={x(now)} label={texts.now} paper={{ width, height }} />
        {state.cursor === null ? null : (
          <Mark kind="cursor" at={x(state.cursor)} label={time(state.cursor)} paper={{ width, height }} />
        )}
      </svg>
    </div>
  );
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

/** Of an element, in px, whatever becomes of the window. */
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
