import { Section } from 'slack-block-builder';
import { z } from 'zod';
import { fromJson } from '../domain/from-json.ts';
import type { ButtonTarget } from './command-button.ts';
import { componentsSelect, selectable } from './components-select.ts';

/** The action ID of the list in which the requester chooses components; also the prefix of its block ID. */
export const chooseComponents = 'chooseComponents';

export interface ComponentsChoice {
  readonly target: Pick<ButtonTarget, 'ticket' | 'release'>;
  readonly known: readonly string[];
  /** The text beside the list. */
  readonly text: string;
}

/** The list, or no block if there is nothing to choose from. The block ID carries the release. */
export function componentsChoice({ target: { ticket, release }, known, text }: ComponentsChoice) {
  const names = selectable(known);
  if (names.length === 0) return [];
  const blockId = `${chooseComponents}:${JSON.stringify({ ticket, release })}`;
  return [Section({ blockId, text }).accessory(componentsSelect(chooseComponents, names))];
}

const chosen = z.object({
  block_id: z.string(),
  selected_options: z.array(z.object({ value: z.string() })).min(1),
});
const target = z.object({ ticket: z.string(), release: z.string() }) satisfies z.ZodType<
  ComponentsChoice['target']
>;

/** The components chosen, and for which release. Null if none were chosen or the list is not ours. */
export function readChoice(
  action: unknown,
): (ComponentsChoice['target'] & { readonly components: readonly string[] }) | null {
  const read = chosen.safeParse(action);
  if (!read.success) return null;
  const { block_id: id, selected_options: options } = read.data;
  const of = target.safeParse(fromJson(id.slice(chooseComponents.length + 1)));
  return of.success ? { ...of.data, components: options.map(({ value }) => value) } : null;
}
