import { originOf } from '../messages/origin.ts';
import type { Origin } from '../messages/origin.ts';
import { everyComponent, ofNothing } from './event-row.ts';
import type { EventRow } from './event-row.ts';

/** Something that went wrong, as somebody marked it. */
export interface Incident {
  /** Epoch ms. */
  readonly at: number;
  readonly text: string;
  /** The components that the text names; empty: it may concern all. */
  readonly components: readonly string[];
}

/** The known components whose names occur in a text as whole words. */
export function componentsIn(text: string, known: readonly string[]): readonly string[] {
  const words = new Set(text.toLowerCase().match(/[a-z0-9][a-z0-9-]*/g));
  return known.filter((name) => words.has(name));
}

/** The key contains the command's ID, so that a repeated command writes no second row. */
export const incidentRow = (
  { at, text, components }: Incident,
  origin: Origin & { readonly commandId: string },
): EventRow => ({
  ...ofNothing,
  key: `incident:${origin.commandId}`,
  at,
  about: 'incident',
  type: 'incident',
  ...originOf(origin),
  pipeline: origin.pipeline ?? null,
  components: components.length === 0 ? [everyComponent] : components,
  facts: { reason: text },
});
