/** Slack's markup. What people wrote is plain text: everything in it is escaped, except mentions of people. */
import { isService, serviceName } from '../domain/service.ts';
import { isGroup } from '../domain/user-group.ts';

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

export const escapeAll = (text: string): string => text.replace(/[&<>]/g, (char) => escapes[char] ?? char);

/**
 * A mention within text, as `domain/command/person.ts` writes it. A user ID has a digit, an underscore, or nine letters, so `@UX` is a
 * word. It must end where its word ends: half of a truncated ID would be somebody else's. Old rows of the log have `<@U1>`.
 */
const person =
  /<@([UW][A-Z0-9_]+)>|(?<![\p{L}\p{N}])@([UW](?:(?=[A-Z]*[0-9_])[A-Z0-9_]*[A-Z0-9]|[A-Z]{8,}))(?!_*[\p{L}\p{N}…])/u;
const special = new RegExp(`${person.source}|[&<>]`, 'gu');

/** Text that people wrote, as markup that mentions the people in it. */
export const plain = (text: string): string =>
  text.replace(special, (found, old: string | undefined, named: string | undefined) => {
    const user = old ?? named;
    return user === undefined ? escapeAll(found) : mention(user);
  });

/** Text formatted as code. */
export const code = (text: string): string => `\`${escapeAll(text).replaceAll('`', "'")}\``;

/** In characters. A longer address would leave no room for anything else in a message. */
const longestAddress = 600;

/** Slack takes a link that begins with `!` or `@` for a mention, and other schemes open other programs. */
const isWebAddress = (url: string): boolean => /^https?:\/\/[^\s<>]+$/i.test(url);

/** A link, or just the label if the address is not on the web or too long. */
export function link(url: string | null, label: string): string {
  if (url === null || !isWebAddress(url)) return escapeAll(label);
  const address = escapeAll(url).replaceAll('|', '%7C');
  return address.length > longestAddress ? escapeAll(label) : `<${address}|${escapeAll(label)}>`;
}

/** Truncates plain text. */
export const shorten = (text: string, limit: number): string =>
  text.length <= limit ? text : `${text.slice(0, limit - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;

/** A piece of markup that must not be cut: a link, a mention, an escaped character. */
const piece = /<[^<>]*>|&(?:amp|lt|gt);|[^]/gu;

/** Splits markup into parts of at most `limit` characters, at line ends where possible and never within a piece. */
export function split(text: string, limit: number): readonly string[] {
  const parts: string[] = [];
  const append = (more: string): void => {
    const last = parts.at(-1);
    if (last === undefined || last.length + more.length > limit) parts.push(more);
    else parts[parts.length - 1] = last + more;
  };
  for (const line of text.split(/(?<=\n)/)) {
    if (line.length <= limit) append(line);
    // A single piece longer than `limit`, such as a link, cannot be shown.
    else for (const [whole] of line.matchAll(piece)) append(whole.length > limit ? '…' : whole);
  }
  return parts;
}

/** Truncates markup to `limit` characters. */
export function cut(text: string, limit: number): string {
  if (text.length <= limit) return text;
  return `${split(text, limit - 1)[0] ?? ''}…`;
}

/** Mentions a person or a user group so that Slack notifies them; for a service, just its name. */
export function mention(id: string): string {
  if (isService(id)) return code(serviceName(id));
  return isGroup(id) ? `<!subteam^${id}>` : `<@${id}>`;
}

export const mentions = (ids: readonly string[]): string => ids.map(mention).join(' ');

const mentioned = /<(?:@([UW][A-Z0-9_]+)|!subteam\^(S[A-Z0-9_]+))>/g;

/** The IDs mentioned in markup. */
export const mentionedIn = (text: string): readonly string[] => [
  ...new Set([...text.matchAll(mentioned)].map(([, user, group]) => user ?? group ?? '')),
];

/** Replaces mentions by names, or by IDs if there is no name, so that nobody is notified. */
export const withoutPings = (text: string, names: Readonly<Record<string, string>>): string =>
  text.replace(mentioned, (_, user: string | undefined, group: string | undefined) => {
    const id = user ?? group ?? '';
    const name = names[id];
    return name === undefined ? code(id) : `@${escapeAll(name)}`;
  });
