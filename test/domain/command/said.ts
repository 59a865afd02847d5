import { parseCommand } from '../../../domain/command/parse-command.ts';

const grammar = {
  linkTemplates: ['https://tracker.example.com/browse/{key}'],
  slash: false,
  components: ['search', 'billing', 'db', 'web', 'mail'],
};

/** What somebody says, as it is read where `ticket` is spoken of. */
export function said(text: string, ticket: string | null = null): object {
  const read = parseCommand(text, { ...grammar, ticket });
  return read.ok ? read.command : read.mistake;
}
