import { randomUUID } from 'node:crypto';
import { RootCommand } from '@bomb.sh/tab';
import type { ArgumentHandler } from '@bomb.sh/tab';
import { z } from 'zod';
import { inTime } from '../client/in-time.ts';
import { argumentOf } from '../domain/command/completion.ts';
import { commands, commandTypes } from '../domain/command/commands.ts';
import type { CommandType } from '../domain/command/commands.ts';
import { words as sayWords, tokenWords } from '../texts/cli-say.ts';
import { runWords } from '../texts/cli-run.ts';
import { doctorWords } from '../texts/doctor.ts';
import { checkWords } from '../texts/cli-check.ts';
import { words } from '../texts/cli.ts';
import { hasWay, withWay } from './say/way-of.ts';

export const shells = ['bash', 'zsh', 'fish'] as const;

/** `dobrobot completion SHELL`: the script by which that shell asks `dobrobot complete`. */
export function completion(shell: string): void {
  new RootCommand().setup('dobrobot', 'dobrobot', shell);
}

/** `dobrobot complete -- WORDS…`: what the last word may become, a line each. Never fails: whoever types is not to be disturbed. */
export async function complete(typed: readonly string[]): Promise<void> {
  const named = await namesNow().catch(() => noNames);
  root(named).parse([...typed]);
}

interface Names {
  readonly tickets: readonly string[];
  readonly components: readonly string[];
}

const noNames: Names = { tickets: [], components: [] };

/** Whoever types waits no longer. */
const patienceMs = 2000;

const queue = z.looseObject({
  releases: z.array(z.looseObject({ tickets: z.array(z.string()), components: z.array(z.string()) })),
  locks: z.array(z.looseObject({ component: z.string() })),
});

/** Of open releases, and of components that have a lock or are released. */
async function namesNow(): Promise<Names> {
  if (!hasWay(process.env)) return noNames;
  const answer = await inTime(
    withWay(process.env, (way) => way.say('queue', randomUUID())),
    patienceMs,
  );
  const { releases, locks } = queue.parse(answer.body);
  const components = [
    ...locks.map(({ component }) => component),
    ...releases.flatMap((one) => one.components),
  ];
  return { tickets: releases.flatMap(({ tickets }) => tickets), components: [...new Set(components)] };
}

function root(named: Names): RootCommand {
  const all = new RootCommand();
  const oneOf =
    (values: readonly string[]): ArgumentHandler =>
    (offer) => {
      for (const value of values) offer(value, '');
    };
  const add = (name: string, description: string, values: readonly string[] = []) => {
    const one = all.command(name, description).option('json', sayWords.json);
    return values.length === 0 ? one : one.argument('name', oneOf(values), true);
  };
  // Of a command of two words the first has to be known, too.
  for (const first of [commands.depStart.word.split(' ')[0] ?? '', 'token']) all.command(first, '');
  for (const type of commandTypes) add(commands[type].word, '', valuesOf(type, named));
  add(commands.depStart.word, '', named.tickets)
    .option('wait', sayWords.wait)
    .option('timeout', sayWords.timeout, () => undefined);
  add('run', runWords.run, named.tickets)
    .option('wait', runWords.wait)
    .option('timeout', sayWords.timeout, () => undefined);
  add('doctor', doctorWords.doctor);
  add('check', checkWords.check, named.tickets);
  add('verify', sayWords.verify, named.components);
  add('log verify', words.verify);
  add('token create', tokenWords.create);
  add('token list', tokenWords.list);
  add('token revoke', tokenWords.revoke);
  add('completion', sayWords.completion, shells);
  return all;
}

/** What may stand behind a command. */
function valuesOf(type: CommandType, { tickets, components }: Names): readonly string[] {
  switch (argumentOf(type)) {
    case 'ticket':
      return tickets;
    case 'component':
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
