import type { Command } from '../domain/command/command.ts';
import { grammarOf } from '../domain/command/grammar-of.ts';
import { parseCommand } from '../domain/command/parse-command.ts';
import type { Settings } from '../domain/settings.ts';
import { problem } from './outcome.ts';
import type { Problem } from './outcome.ts';

/** The command in a typed text; a problem if it is none. An empty text is `mine`. */
export function readWords(text: string, settings: Settings): Command | Problem {
  const read = parseCommand(text, grammarOf(settings, { slash: false, ticket: null }));
  if (read.ok) return read.command;
  const { mistake } = read;
  if (mistake.code === 'empty') return { type: 'mine' };
  const { code, ...facts } = mistake;
  // Only in Slack can people be named other than by ID.
  if (code === 'missingUser') return problem(422, code, (api) => api.missingUser(mistake.ticket), facts);
  return { ...problem(422, code, () => '', facts), words: ({ texts }) => texts.mistake(mistake) };
}
