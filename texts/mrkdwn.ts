/** Slack's markup. What people wrote is plain text in which `<@U1>` names a person; all else of it is escaped here. */
const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

const escapeAll = (text: string): string => text.replace(/[&<>]/g, (char) => escapes[char] ?? char);

export const plain = (text: string): string =>
  text
    .split(/(<@[UW][A-Z0-9_]+>)/)
    .map((part, index) => (index % 2 === 1 ? part : escapeAll(part)))
    .join('');

/** Text on a code background. */
export const code = (text: string): string => `\`${escapeAll(text).replaceAll('`', "'")}\``;

export const link = (url: string, label: string): string =>
  `<${escapeAll(url).replaceAll('|', '%7C')}|${escapeAll(label)}>`;

/** Names a person or a user group so that Slack notifies them. */
export const mention = (id: string): string => (id.startsWith('S') ? `<!subteam^${id}>` : `<@${id}>`);

export const mentions = (ids: readonly string[]): string => ids.map(mention).join(' ');

/** Undoes Slack's escaping of what a person typed. Links become their address, mentions of all lose their power. */
export function plainOf(wire: string): string {
  return wire
    .replace(/<@([UW][A-Z0-9_]+)\|[^>]*>/g, '<@$1>')
    .replace(
      /<![^>|]*\|([^>]*)>|<!(?:subteam\^)?([^>]*)>/g,
      (_, label: string | undefined, name: string) => label ?? `@${name}`,
    )
    .replace(/<#[A-Z0-9]+\|([^>]*)>/g, '#$1')
    .replace(/<((?:https?|mailto|tel):[^>|]*)(?:\|[^>]*)?>/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
