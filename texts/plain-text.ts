import { printable } from '../domain/printable.ts';

/**
 * Turns Slack's markup into plain text, for terminals and programs. Text that people wrote is escaped in markup, so it is never mistaken
 * for it.
 */
const date = /<!date\^\d+\^[^|<>]*\|([^<>]*)>/g;
const user = /<@([UW][A-Z0-9_]+)(?:\|[^<>]*)?>/g;
const group = /<!(?:subteam\^)?([^|<>]*)(?:\|[^<>]*)?>/g;
const labelled = /<[^|<>]*\|([^<>]*)>/g;
const bare = /<([^<>]*)>/g;
const bold = /(?<=^|[\s(])\*([^*\n]+)\*(?=$|[\s),.:;!?])/gm;
const italic = /(?<=^|[\s(])_([^_\n]+)_(?=$|[\s),.:;!?])/gm;
const emoji = /:[a-z][a-z0-9_+-]*: ?/g;

const escaped: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>' };

export const plainText = (markup: string): string =>
  printable(markup)
    .replace(date, '$1')
    .replace(user, '@$1')
    .replace(group, '@$1')
    .replace(labelled, '$1')
    .replace(bare, '$1')
    .replace(bold, '$1')
    .replace(italic, '$1')
    .replace(emoji, '')
    .replace(/&(?:amp|lt|gt);/g, (entity) => escaped[entity] ?? entity);
