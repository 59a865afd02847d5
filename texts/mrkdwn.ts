/** Writes Slack's markup. What people wrote is plain text: all of it is escaped here, but for the persons that it names. */
import { isService, serviceName } from '../domain/service.ts';
import { isGroup } from '../domain/user-group.ts';

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

export const escapeAll = (text: string): string => text.replace(/[&<>]/g, (char) => escapes[char] ?? char);

/**
 * A person within a text, as `domain/command/person.ts` names them. A user ID has a digit, an underscore, or nine letters, so that `@UX`
 * is a word; and it ends where its word ends, or half an ID that was cut off would be somebody else's. Old rows of the log have `<@U1>`.
 */
const person =
  /<@([UW][A-Z0-9_]+)>|(?<![\p{L}\p{N}])@([UW](?:(?=[A-Z]*[0-9_])[A-Z0-9_]*[A-Z0-9]|[A-Z]{8,}))(?!_*[\p{L}\p{N}…])/u;
const special = new RegExp(`${person.source}|[&<>]`, 'gu');

/** What people wrote, with the persons that it names mentioned. */
export const plain = (text: string): string =>
  text.replace(special, (found, old: string | undefined, named: string | undefined) => {
    const user = old ?? named;
    return user === undefined ? escapeAll(found) : mention(user);
  });

/** Text on a code background. */
export const code = (text: string): string => `\`${escapeAll(text).replaceAll('`', "'")}\``;

/** An address that is longer would leave no room in a message for anything else. */
const longestAddress = 600;

/** Slack takes what begins with `!` or `@` for a mention, and other programs have addresses of their own. */
const isWebAddress = (url: string): boolean => /^https?:\/\/[^\s<>]+$/i.test(url);

/** Of what has no address that leads to the web only the label. */
export function link(url: string | null, label: string): string {
  if (url === null || !isWebAddress(url)) return escapeAll(label);
  const address = escapeAll(url).replaceAll('|', '%7C');
  return address.length > longestAddress ? escapeAll(label) : `<${address}|${escapeAll(label)}>`;
}

/** Plain text, of which a part says enough. */
export const shorten = (text: string, limit: number): string =>
  text.length <= limit ? text : `${text.slice(0, limit - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;

/** A piece of markup that loses its meaning when it is cut: a link, a mention, an escaped character. */
const piece = /<[^<>]*>|&(?:amp|lt|gt);|[^]/gu;

/** Cuts markup into parts of at most `limit` characters, at the ends of lines where it can, and never within a piece. */
export function split(text: string, limit: number): readonly string[] {
  const parts: string[] = [];
  const append = (more: string): void => {
    const last = parts.at(-1);
    if (last === undefined || last.length + more.length > limit) parts.push(more);
    else parts[parts.length - 1] = last + more;
  };
  for (const line of text.split(/(?<=\n)/)) {
    if (line.length <= limit) append(line);
    // A link that is longer than all the room there is cannot be shown.
    else for (const [whole] of line.matchAll(piece)) append(whole.length > limit ? '…' : whole);
  }
  return parts;
}

/** The beginning of markup, if all of it has more characters than `limit`. */
export function cut(text: string, limit: number): string {
  if (text.length <= limit) return text;
  return `${split(text, limit - 1)[0] ?? ''}…`;
}

/** Names a person or a user group so that Slack notifies them; of a service only its name. */
export function mention(id: string): string {
  if (isService(id)) return code(serviceName(id));
  return isGroup(id) ? `<!subteam^${id}>` : `<@${id}>`;
}

export const mentions = (ids: readonly string[]): string => ids.map(mention).join(' ');

const mentioned = /<(?:@([UW][A-Z0-9_]+)|!subteam\^(S[A-Z0-9_]+))>/g;

/** The IDs of those whom markup mentions. */
export const mentionedIn = (text: string): readonly string[] => [
  ...new Set([...text.matchAll(mentioned)].map(([, user, group]) => user ?? group ?? '')),
];

/** Markup that names people and notifies nobody: by their names, else by their IDs. */
export const withoutPings = (text: string, names: Readonly<Record<string, string>>): string =>
  text.replace(mentioned, (_, user: string | undefined, group: string | undefined) => {
    const id = user ?? group ?? '';
    const name = names[id];
    return name === undefined ? code(id) : `@${escapeAll(name)}`;
  });
