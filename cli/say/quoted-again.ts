import { commandAt, commandNear, misspelt } from '../../domain/command/find-command.ts';
import { openingOf } from '../../domain/command/small-talk.ts';
import { wordsIn } from '../../domain/command/words.ts';

/** Joins the words to one text. Restores the quotes that the shell has removed around a release's description. */
export function quotedAgain(words: readonly string[]): string {
  const asked = words.findIndex((_, index) => asks(words.slice(0, index + 1)));
  return words
    .map((word, index) => (asked >= 0 && index > asked && /\s/.test(word) ? `"${word}"` : word))
    .join(' ');
}

/** Whether these words request a release, or may be meant to. */
function asks(words: readonly string[]): boolean {
  const all = wordsIn(words.join(' '));
  const said = all.slice(openingOf(all).length);
  const [named, near] = [commandAt(said), commandNear(said)];
  const meant = (near?.length ?? 0) > (named?.length ?? 0) ? near : (named ?? misspelt(said));
  return meant?.type === 'request';
}
