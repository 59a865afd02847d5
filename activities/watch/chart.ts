import { scaleLinear } from 'd3-scale';
import type { Point } from '../../domain/watch/verdict.ts';

const [width, height, margin] = [600, 180, 12];

/** What a chart marks in addition to the values. */
interface Marks {
  /** The value beyond which it is bad. */
  readonly limit: number;
  /** When the release went to production, epoch ms. */
  readonly startedAt: number;
}

/**
 * Draws values over time as a PNG: the limit as a dashed red line, the start of
 * the release as a grey one. The image has no text, because the machine may have
 * no fonts; the message has it instead. Null if there is too little to draw.
 */
export async function chartOf(course: readonly Point[], { limit, startedAt }: Marks): Promise<Buffer | null> {
  const finite = course.filter(([, value]) => Number.isFinite(value));
  const [first, last] = [finite.at(0), finite.at(-1)];
  if (first === undefined || last === undefined || finite.length < 2) return null;
  const values = [...finite.map(([, value]) => value), limit];
  const x = scaleLinear([first[0], last[0]], [margin, width - margin]);
  const y = scaleLinear([Math.min(0, ...values), Math.max(...values)], [height - margin, margin]).nice();
  const level = (value: number, look: string) =>
    `<line x1="${margin}" x2="${width - margin}" y1="${y(value)}" y2="${y(value)}" ${look}/>`;
  const start = startedAt >= first[0] && startedAt <= last[0] ? x(startedAt) : null;
  const svg = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    ...y.ticks(4).map((tick) => level(tick, 'stroke="#e6e6e6"')),
    ...(start === null
      ? []
      : [`<line x1="${start}" x2="${start}" y1="0" y2="${height}" stroke="#8a8a8a" stroke-width="2"/>`]),
    level(limit, 'stroke="#d0312d" stroke-width="2" stroke-dasharray="6 4"'),
    ...piecesOf(course).map((piece) => {
      const points = piece.map(([at, value]) => `${x(at).toFixed(1)},${y(value).toFixed(1)}`);
      return `<polyline points="${points.join(' ')}" fill="none" stroke="#1264a3" stroke-width="2.5"/>`;
    }),
    '</svg>',
  ];
  // Loaded only when needed: it has a native part for each platform, which may be missing.
  const { Resvg } = await import('@resvg/resvg-js');
  return new Resvg(svg.join(''), { font: { loadSystemFonts: false }, fitTo: { mode: 'zoom', value: 2 } })
    .render()
    .asPng();
}

/** Splits the line where a value is not a number. */
function piecesOf(course: readonly Point[]): readonly (readonly Point[])[] {
  const pieces: Point[][] = [[]];
  for (const point of course) {
    if (Number.isFinite(point[1])) pieces.at(-1)?.push(point);
    else pieces.push([]);
  }
  return pieces.filter(({ length }) => length > 1);
}
