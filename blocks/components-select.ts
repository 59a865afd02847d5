import { Option, OptionGroup, StaticMultiSelect } from 'slack-block-builder';
import { shorten } from '../texts/mrkdwn.ts';
import { limits } from './limits.ts';

export const componentOption = (name: string) => Option({ value: name, text: shorten(name, limits.option) });

/** The components that Slack can show in a select. */
export const selectable = (known: readonly string[]): readonly string[] =>
  known.filter((name) => name.length <= limits.optionValue);

/** A select for one or more of these components. `names` must not be empty. */
export function componentsSelect(actionId: string, names: readonly string[]) {
  const select = StaticMultiSelect({ actionId, maxSelectedItems: limits.options });
  if (names.length <= limits.options) select.options(names.map(componentOption));
  else select.optionGroups(groupsOf(names));
  return select;
}

/** For more names than fit without groups: sorted, each group labelled with its first and last name. */
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
