import { originOf } from '../messages/origin.ts';
import type { Origin } from '../messages/origin.ts';
import { everyComponent, ofNothing } from './event-row.ts';
import type { EventRow } from './event-row.ts';

/** Something that went wrong, as somebody marked it. */
export interface Incident {
  /** Epoch ms. */
  readonly at: number;
  readonly text: string;
  /** Those that the text names; none: it may concern all. */
  readonly components: readonly string[];
}

/** The components whose names stand in a text as words. */
export function componentsIn(text: string, known: readonly string[]): readonly string[] {
  const words = new Set(text.toLowerCase().match(/[a-z0-9][a-z0-9-]*/g));
  return known.filter((name) => words.has(name));
}

/** The command's ID keeps it from being there twice. */
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
