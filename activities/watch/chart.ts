import { scaleLinear } from 'd3-scale';
import type { Point } from '../../domain/watch/verdict.ts';

const [width, height, margin] = [600, 180, 12];

/** What a chart marks besides the course of a value. */
interface Marks {
  /** Beyond which it is bad. */
  readonly limit: number;
  /** When the release went to production, epoch ms. */
  readonly startedAt: number;
}

/**
 * The course of a value as a PNG: its limit is dashed red, the start of the release a grey line. It has no words, since the machine may have no
 * fonts: what it says stands beside it. Null where there is nothing to draw.
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
  // It has a part for each machine, which may lack it: only who draws needs it.
  const { Resvg } = await import('@resvg/resvg-js');
  return new Resvg(svg.join(''), { font: { loadSystemFonts: false }, fitTo: { mode: 'zoom', value: 2 } })
    .render()
    .asPng();
}

/** Where there is no number, the line has a gap. */
function piecesOf(course: readonly Point[]): readonly (readonly Point[])[] {
  const pieces: Point[][] = [[]];
  for (const point of course) {
    if (Number.isFinite(point[1])) pieces.at(-1)?.push(point);
    else pieces.push([]);
  }
  return pieces.filter(({ length }) => length > 1);
}
