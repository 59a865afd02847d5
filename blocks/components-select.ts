import { Option, OptionGroup, StaticMultiSelect } from 'slack-block-builder';
import { shorten } from '../texts/mrkdwn.ts';
import { limits } from './limits.ts';

export const componentOption = (name: string) => Option({ value: name, text: shorten(name, limits.option) });

/** Those that Slack can show for choosing. */
export const selectable = (known: readonly string[]): readonly string[] =>
  known.filter((name) => name.length <= limits.optionValue);

/** Some of these components, at least one, are to be chosen. */
export function componentsSelect(actionId: string, names: readonly string[]) {
  const select = StaticMultiSelect({ actionId, maxSelectedItems: limits.options });
  if (names.length <= limits.options) select.options(names.map(componentOption));
  else select.optionGroups(groupsOf(names));
  return select;
}

/** More than fit into a select without groups: by name, each group labelled with its first and its last. */
function groupsOf(names: readonly string[]) {
  const sorted = [...names].sort();
  const groups = Array.from({ length: Math.ceil(sorted.length / limits.options) }, (_, index) =>
    sorted.slice(index * limits.options, (index + 1) * limits.options),
  );
  const half = Math.floor(limits.option / 2) - 1;
  return groups.slice(0, limits.optionGroups).map((group) => {
    const [first = '', last = ''] = [group[0], group.at(-1)].map((name) => shorten(name ?? '', half));
    return OptionGroup({ label: `${first}–${last}` }).options(group.map(componentOption));
  });
}
