import type { ToCheck } from '../../answers/what-to-check.ts';
import { commands } from '../../domain/command/commands.ts';
import { grammarOf } from '../../domain/command/grammar-of.ts';
import { parseCommand } from '../../domain/command/parse-command.ts';
import { subjectOf } from '../../domain/release/subject.ts';
import type { Settings } from '../../domain/settings.ts';
import { quotedAgain } from './quoted-again.ts';

/** What `dobro` with these words would request; null if nothing. */
export function toCheckIn(words: readonly string[], settings: Settings): ToCheck | null {
  const text = quotedAgain([commands.request.word, ...words]);
  const read = parseCommand(text, grammarOf(settings, { slash: false, ticket: null }));
  if (!read.ok || read.command.type !== 'request') return null;
  const { subject: of, options } = read.command;
  const id = of.tickets[0] ?? settings.releases.prefix;
  const subject = subjectOf(id, { ...of, wikiLink: options.wikiLink });
  return subject === null ? null : { subject, options };
}
