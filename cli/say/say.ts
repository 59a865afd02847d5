import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { words as texts } from '../../texts/cli-say.ts';
import type { ExitCode } from '../exit-codes.ts';
import { heldBy } from './held-by.ts';
import { quotedAgain } from './quoted-again.ts';
import { showAnswer } from './show-answer.ts';
import { withWay } from './way-of.ts';
import type { ApiAnswer } from './way.ts';

/** `dobrobot WORDS…`: carries out a command or answers a question, worded as in Slack. Resolves to the exit code. */
export const say = (words: readonly string[], json: boolean): Promise<ExitCode> =>
  withWay(process.env, async (way) => {
    const answer = await way.say(quotedAgain(words), randomUUID());
    const code = showAnswer(answer, json);
    const word = json ? null : wordIn(answer, words);
    if (word !== null) console.error(texts.quoted(word));
    return code;
  });

const strangeOption = z.object({
  code: z.literal('unknownOption'),
  facts: z.object({ command: z.literal('request'), option: z.string(), nearest: z.null() }),
});

/** An unknown word after `dobro` that may be the subject of a release whose quotes the shell removed; null if there is none. */
function wordIn({ body }: ApiAnswer, words: readonly string[]): string | null {
  const option = strangeOption.safeParse(body).data?.facts.option ?? '';
  return /^\p{L}/u.test(option) && words.includes(option) ? option : null;
}

/** `dobrobot verify COMPONENT TOKEN`: exit code 1 unless the token is valid and holds the lock exclusively. */
export const verify = (component: string, token: number, json: boolean): Promise<ExitCode> =>
  withWay(process.env, async (way) => {
    const answer = await way.verify(component, token);
    // A shared lock only guarantees that the component does not change.
    const isBad = answer.status < 400 && heldBy(answer.body) !== 'exclusive';
    return showAnswer(isBad ? { ...answer, status: 409 } : answer, json);
  });
