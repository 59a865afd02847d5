import { randomUUID } from 'node:crypto';
import { spellingsOf } from '../../domain/command/commands.ts';
import type { ExitCode } from '../exit-codes.ts';
import { heldBy } from './held-by.ts';
import { tell } from './tell.ts';
import { withWay } from './way-of.ts';

/** `dobrobot WORDS…`: has a command carried out, or a question answered, in the words that Slack takes. Resolves to the exit code. */
export const say = (words: readonly string[], json: boolean): Promise<ExitCode> =>
  withWay(process.env, async (way) => tell(await way.say(textOf(words), randomUUID()), json));

/** What is released in words stands in quotes, which the shell has taken away. */
function textOf(words: readonly string[]): string {
  const [first = ''] = words;
  const asks = spellingsOf('request').includes(first.toLowerCase());
  return (asks ? words.map((word) => (/\s/.test(word) ? `"${word}"` : word)) : words).join(' ');
}

/** `dobrobot verify COMPONENT TOKEN`: exit code 1 if the token is not good. */
export const verify = (component: string, token: number, json: boolean): Promise<ExitCode> =>
  withWay(process.env, async (way) => {
    const answer = await way.verify(component, token);
    // Whoever holds it with others needs that it stands still.
    const isBad = answer.status < 400 && heldBy(answer.body) !== 'exclusive';
    return tell(isBad ? { ...answer, status: 409 } : answer, json);
  });
