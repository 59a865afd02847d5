import type { Command, Option } from 'commander';
import { words } from '../texts/cli-say.ts';

/** Lets options before a subcommand work as if typed after it. Refuses those that the subcommand does not have. */
export const inheritingOptions = (command: Command): Command =>
  command.hook('preSubcommand', (above, below) => {
    // A command that only groups subcommands leaves the options to these.
    if (below.options.length === 0 && below.commands.length > 0) return;
    for (const { option, value } of givenIn(above)) {
      const own = below.options.find((one) => one.attributeName() === option.attributeName());
      if (own === undefined) below.error(words.noOption(option.long ?? option.flags, below.name()));
      below.setOptionValueWithSource(option.attributeName(), value, 'cli');
    }
  });

interface Given {
  readonly option: Option;
  readonly value: unknown;
}

/** The options typed for this command and those above it. */
function givenIn(command: Command): readonly Given[] {
  const own = command.options
    .filter((option) => command.getOptionValueSource(option.attributeName()) === 'cli')
    .map((option): Given => ({ option, value: command.getOptionValue(option.attributeName()) }));
  return [...(command.parent === null ? [] : givenIn(command.parent)), ...own];
}
