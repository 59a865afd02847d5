import { grouped } from './grouped.ts';
import type { Life, Row } from './witnesses.ts';

/** Events that happen once per release, as long as no approval or lock is taken away. */
const once = ['requested', 'checksPassed', 'accepted', 'turnCame', 'adminFound', 'started', 'madeHotfix'];
const ends = ['finished', 'rolledBack', 'cancelled', 'rejected'];

/** Where the log differs from the histories that releases returned when they closed, or where such a history is impossible. */
export function logGaps(
  tickets: Iterable<string>,
  rows: readonly Row[],
  lives: readonly Life[],
): readonly string[] {
  const logged = grouped(rows, ({ ticket }) => ticket);
  const lived = grouped(lives, ({ ticket }) => ticket);
  return [...tickets].flatMap((ticket) => {
    const own = logged.get(ticket) ?? [];
    const histories = new Set((lived.get(ticket) ?? []).map(({ history }) => textOf(history)));
    const times = (some: readonly string[]) => own.filter(({ type }) => some.includes(type)).length;
    const twice = once.filter((type) => times([type]) > 1);
    return [
      ...(histories.size === 1 ? [] : [`closed as ${histories.size} releases`]),
      ...(histories.has(textOf(own))
        ? []
        : [`logged ${textOf(own)}, and lived ${[...histories].join(' or ')}`]),
      ...(own.every(({ n }, index) => n === index + 1) ? [] : [`gaps between ${textOf(own)}`]),
      ...twice.map((type) => `${type} ${times([type])} times`),
      ...(times(ends) === 1 ? [] : [`${times(ends)} ends`]),
    ].map((found) => `${ticket}: ${found}`);
  });
}

const textOf = (list: readonly { readonly n: number; readonly at: Date | string; readonly type: string }[]) =>
  list.map(({ n, at, type }) => `${n} ${new Date(at).toISOString()} ${type}`).join(', ');
