/**
 * Turns Slack's markup into plain text, in which `@U024BE7LH` names a person. Done once, at the door.
 * https://docs.slack.dev/messaging/formatting-message-text
 */
import { personNamed } from '../domain/command/person.ts';

const markup = /<([^<>]*)>|&(?:amp|lt|gt);/g;
const entity = /&(?:amp|lt|gt);/g;
/** In UTF-16 code units: some letters are surrogate pairs. */
const longestLetter = 2;
const entities: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>' };

/** The plain text of a message or a slash command. Form input and button values are plain already. */
export function decodedText(wire: string): string {
  return wire.replace(markup, (whole, inside: string | undefined, at: number) => {
    if (inside === undefined) return unescaped(whole);
    const words = wordsOf(inside);
    if (words === null) return unescaped(whole);
    const end = at + whole.length;
    // Keeps it a separate word even if no space parts it from its neighbours.
    const before = /[\p{L}\p{N}]$/u.test(wire.slice(Math.max(0, at - longestLetter), at)) ? ' ' : '';
    const after = /^[\p{L}\p{N}<]/u.test(wire.slice(end, end + longestLetter)) ? ' ' : '';
    return `${before}${unescaped(words)}${after}`;
  });
}

const unescaped = (text: string): string => text.replace(entity, (name) => entities[name] ?? name);

/** The plain text for what is between `<` and `>`; null if that is not markup. A link becomes its address, whatever its label. */
function wordsOf(inside: string): string | null {
  const [target = ''] = inside.split('|', 1);
  const label = inside.slice(target.length + 1);
  const [, sign = '', name = ''] = /^([@#!]|[a-z][a-z0-9+.-]*:)(.+)$/is.exec(target) ?? [];
  switch (sign.toLowerCase()) {
    case '':
      return null;
    case '@':
      return personNamed(name);
    case '#':
      return `#${label || name}`;
    case '!':
      return broadcastOf(name, label);
    case 'mailto:':
    case 'tel:':
      return label || name;
    default:
      return target;
  }
}

/** Examples: `<!here>`, `<!subteam^S0614TZR7|@group>`, `<!date^1392734382^{date}|18 February>`. */
function broadcastOf(name: string, label: string): string {
  const [command = '', argument] = name.split('^');
  return argument === undefined ? `@${command}` : label || `@${argument}`;
}

/** Matches mentions of a user. The whole mention is one capturing group, so `split` keeps it. */
export const mentionOf = (user: string): RegExp => new RegExp(`(<@${user}(?:\\|[^>]*)?>)`);

export const mentions = (wire: string, user: string): boolean => mentionOf(user).test(wire);
