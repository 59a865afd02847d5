import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { scaleLinear } from 'd3-scale';
import { select } from 'd3-selection';
import { zoom, zoomIdentity } from 'd3-zoom';
import type { D3ZoomEvent } from 'd3-zoom';
import { fitting, longestMs, shortestMs } from './span.ts';
import type { Span } from './span.ts';

/** A press that moves less than this is a click. */
const clickPx = 5;

type ZoomEvent = D3ZoomEvent<SVGSVGElement, unknown>;

interface Paper {
  readonly span: Span;
  readonly width: number;
  /** Called with the resulting span when a gesture ends. */
  readonly show: (span: Span) => void;
}

/** Lets wheel, drag and pinch move the span. Returns the span to draw meanwhile. */
export function useZoom(svg: RefObject<SVGSVGElement | null>, paper: Paper): Span {
  const [moving, setMoving] = useState<Span | null>(null);
  const current = useRef(paper);
  current.current = paper;
  useEffect(() => {
    const element = svg.current;
    if (element === null) return;
    const target = select<SVGSVGElement, unknown>(element);
    let begun = current.current;
    let latest: Span | null = null;
    const behaviour = zoom<SVGSVGElement, unknown>()
      .clickDistance(clickPx)
      .extent(() => [
        [0, 0],
        [current.current.width, 1],
      ])
      // d3 keeps the transform of an element between gestures. It is reset after each, because the picture itself has moved.
      .on('start', (event: ZoomEvent) => {
        if (isOurs(event)) return;
        begun = current.current;
        latest = null;
        behaviour.scaleExtent(extentOf(begun.span));
      })
      .on('zoom', (event: ZoomEvent) => {
        if (isOurs(event)) return;
        const { span, width } = begun;
        const scale = scaleLinear().domain([span.from, span.to]).range([0, width]);
        const [from = span.from, to = span.to] = event.transform.rescaleX(scale).domain();
        latest = { from, to };
        setMoving(latest);
      })
      .on('end', (event: ZoomEvent) => {
        if (isOurs(event)) return;
        behaviour.transform(target, zoomIdentity);
        setMoving(null);
        if (latest !== null) current.current.show(fitting(latest));
      });
    target.call(behaviour).on('dblclick.zoom', null);
    return () => {
      target.on('.zoom', null);
    };
  }, []);
  return moving ?? paper.span;
}

/** Whether the event comes from our own reset, not from a gesture. */
const isOurs = ({ sourceEvent }: ZoomEvent): boolean => !sourceEvent;

const extentOf = ({ from, to }: Span): [number, number] => [
  (to - from) / longestMs,
  (to - from) / shortestMs,
];
