import { randomUUID } from 'node:crypto';
import { RootCommand } from '@bomb.sh/tab';
import type { ArgumentHandler, Command as Completed } from '@bomb.sh/tab';
import type { Command, Option } from 'commander';
import { z } from 'zod';
import { withTimeout } from '../client/in-time.ts';
import { argumentOf } from '../domain/command/completion.ts';
import { commands, commandTypes } from '../domain/command/commands.ts';
import type { CommandType } from '../domain/command/commands.ts';
import { hasWay, withWay } from './say/way-of.ts';
import type { ApiAnswer, Way } from './say/way.ts';

export const shells = ['bash', 'zsh', 'fish'] as const;

/**
 * Stand-ins for what the bash script takes from elsewhere: macOS's bash lacks `compopt`, a bash without the package bash-completion the
 * other.
 */
const bashLacks = `
type compopt > /dev/null 2>&1 || compopt() { :; }
type _get_comp_words_by_ref > /dev/null 2>&1 || _get_comp_words_by_ref() {
    words=("\${COMP_WORDS[@]}")
    cword=$COMP_CWORD
    cur=\${words[cword]}
    prev=\${words[cword - 1]}
}`;

/**
 * `dobrobot completion SHELL`: prints a script that has the shell call `dobrobot complete`. Bash would fail to source it twice, hence the
 * guard.
 */
export function completion(shell: string): void {
  if (shell === 'bash') console.log(`if ! declare -F __dobrobot_complete > /dev/null; then${bashLacks}`);
  new RootCommand().setup('dobrobot', 'dobrobot', shell);
  if (shell === 'bash') console.log('fi');
}

/** `dobrobot complete -- WORDS…`: prints the candidates for the last word, one per line. Never fails: an error must not disturb typing. */
export async function complete(typed: readonly string[], program: Command): Promise<void> {
  const named = await namesNow().catch(() => noNames);
  root(program, named).parse([...typed]);
}

interface Names {
  readonly tickets: readonly string[];
  readonly components: readonly string[];
}

const noNames: Names = { tickets: [], components: [] };

/** How long completion waits for names. */
const patienceMs = 2000;

const queue = z.looseObject({
  releases: z.array(z.looseObject({ tickets: z.array(z.string()), components: z.array(z.string()) })),
  locks: z.array(z.looseObject({ component: z.string() })),
});

/** The refusal for callers who may not ask about everything. It lists the components they may ask about. */
const ofSome = z.object({
  code: z.literal('outsideComponents'),
  facts: z.object({ has: z.array(z.string()) }),
});

/** The tickets of open releases, and the components that are being released or have a lock. */
async function namesNow(): Promise<Names> {
  if (!hasWay(process.env)) return noNames;
  const queues = await withTimeout(withWay(process.env, queuesBy), patienceMs);
  const all = queues.map(({ body }) => queue.parse(body));
  const releases = all.flatMap((one) => one.releases);
  const locks = all.flatMap((one) => one.locks);
  return {
    tickets: unique(releases.flatMap(({ tickets }) => tickets)),
    components: unique([
      ...locks.map(({ component }) => component),
      ...releases.flatMap(({ components }) => components),
    ]),
  };
}

async function queuesBy(way: Way): Promise<readonly ApiAnswer[]> {
  const whole = await way.say('queue', randomUUID());
  const { data } = ofSome.safeParse(whole.body);
  if (data === undefined) return [whole];
  return Promise.all(data.facts.has.map((component) => way.say(`queue ${component}`, randomUUID())));
}

const unique = (names: readonly string[]): readonly string[] => [...new Set(names)];

/** The bot's commands and the terminal's own. */
function root(program: Command, named: Names): RootCommand {
  const all = new RootCommand();
  // The library also needs the first word of a two-word command.
  all.command(commands.depStart.word.split(' ')[0] ?? '', '');
  for (const type of commandTypes) {
    const one = all.command(commands[type].word, '');
    addOptions(
      one,
      type === 'depStart' ? program.options : program.options.filter(({ long }) => long === '--json'),
    );
    if (argumentOf(type) === 'timeAndComponent') one.argument('time', () => undefined);
    addValues(one, valuesOf(type, named));
  }
  addCommands(all, program, '', named);
  return all;
}

function addCommands(all: RootCommand, above: Command, before: string, named: Names): void {
  for (const command of above.createHelp().visibleCommands(above)) {
    const path = `${before}${command.name()}`;
    const one = all.command(path, command.description());
    addOptions(one, command.options);
    const [argument] = command.registeredArguments;
    const kind = argument?.name() ?? '';
    addValues(one, [
      ...(argument?.argChoices ?? []),
      ...(kind.includes('component') ? named.components : []),
      ...(kind.includes('ticket') ? named.tickets : []),
    ]);
    addCommands(all, command, `${path} `, named);
  }
}

function addOptions(one: Completed, options: readonly Option[]): void {
  for (const { long, description, required } of options) {
    const name = (long ?? '').replace(/^--/, '');
    // A handler marks an option that takes a value.
    if (required) one.option(name, description, () => undefined);
    else one.option(name, description);
  }
}

function addValues(one: Completed, values: readonly string[]): void {
  if (values.length === 0) return;
  const offerAll: ArgumentHandler = (offer) => {
    for (const value of values) offer(value, '');
  };
  one.argument('name', offerAll, true);
}

/** The values that may follow a command. */
function valuesOf(type: CommandType, { tickets, components }: Names): readonly string[] {
  switch (argumentOf(type)) {
    case 'ticket':
      return tickets;
    case 'component':
    case 'timeAndComponent':
      return components;
    case 'components':
      return [...components, 'all'];
    case 'ticketOrComponent':
      return [...components, ...tickets];
    case 'command':
      return commandTypes.map((one) => commands[one].word);
    case 'options':
    case null:
      return [];
  }
}
