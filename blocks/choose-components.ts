import { Section } from 'slack-block-builder';
import { z } from 'zod';
import { fromJson } from '../domain/from-json.ts';
import type { ButtonTarget } from './command-button.ts';
import { componentsSelect, selectable } from './components-select.ts';

/** Of the list from which the requester of a release chooses what it touches. */
export const chooseComponents = 'chooseComponents';

export interface ComponentsChoice {
  readonly target: Pick<ButtonTarget, 'ticket' | 'release'>;
  readonly known: readonly string[];
  /** What is said beside the list. */
  readonly text: string;
}

/** No block where there is nothing to choose from. The block's ID says for which release it is. */
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

/** What was chosen for which release; null if nothing was, or the list is none of ours. */
export function readChoice(
  action: unknown,
): (ComponentsChoice['target'] & { readonly components: readonly string[] }) | null {
  const read = chosen.safeParse(action);
  if (!read.success) return null;
  const { block_id: id, selected_options: options } = read.data;
  const of = target.safeParse(fromJson(id.slice(chooseComponents.length + 1)));
  return of.success ? { ...of.data, components: options.map(({ value }) => value) } : null;
}
