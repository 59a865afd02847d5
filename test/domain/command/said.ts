import { parseCommand } from '../../../domain/command/parse-command.ts';

const grammar = {
  linkTemplates: ['https://tracker.example.com/browse/{key}'],
  slash: false,
  components: ['search', 'billing', 'db', 'web', 'mail'],
};

/** The command or the mistake in `text`, typed where `ticket` is the topic. */
export function said(text: string, ticket: string | null = null): object {
  const read = parseCommand(text, { ...grammar, ticket });
  return read.ok ? read.command : read.mistake;
}
