import { decoded } from '../decoded.ts';

/** Of a repository that is in groups of groups, too. */
const keyForm = /^(?:[A-Z][A-Z0-9_]*-\d+|\d+|[A-Z0-9_.-]+(?:\/[A-Z0-9_.-]+)+#\d+)$/;

/** In characters. */
const longestKey = 100;

export const isTicketKey = (text: string): boolean => text.length <= longestKey && keyForm.test(text);

/**
 * The address of a ticket. In the template `{key}` stands for its key, or `{repo}` and `{number}` for the parts of a key such as
 * `owner/repo#12`; `{any}` for what may be there, which is left out.
 */
export function ticketLink(key: string, template: string): string {
  const [repo = '', number = ''] = key.split('#');
  return template
    .replaceAll('{key}', encoded(key))
    .replaceAll('{repo}', encoded(repo))
    .replaceAll('{number}', encoded(number))
    .replaceAll('{any}', '');
}

const encoded = (text: string): string => encodeURIComponent(text).replaceAll('%2F', '/');

/** The upper-case key that a text names, or null if it names none: `PAY-1`, `pay-1`, `#PAY-1`, or the ticket's URL by one of the templates. */
export function readTicketKey(text: string, templates: readonly string[]): string | null {
  const plain = plainKey(text);
  if (plain !== null) return plain;
  for (const template of templates) {
    const key =
      template.includes('{key}') && !template.includes('{any}')
        ? keyOfUrl(text, template)
        : keyByParts(text, template);
    if (key !== null) return key;
  }
  return null;
}

function plainKey(word: string): string | null {
  const key = word.replace(/^#/, '').toUpperCase();
  return isTicketKey(key) ? key : null;
}

/** What stands in the place of `{key}`; a query or a fragment behind it is not part of the ticket. */
function keyOfUrl(url: string, template: string): string | null {
  const [before = '', after = ''] = template.split('{key}');
  if (!url.toLowerCase().startsWith(before.toLowerCase())) return null;
  const rest = url.slice(before.length);
  const candidates = [rest, ...(after === '' ? [/^[^?#]*/.exec(rest)?.[0].replace(/\/$/, '') ?? ''] : [])];
  for (const candidate of candidates) {
    if (!candidate.endsWith(after)) continue;
    const key = plainKey(decoded(candidate.slice(0, candidate.length - after.length)));
    if (key !== null) return key;
  }
  return null;
}

const partForms: Readonly<Record<string, string>> = {
  '{repo}': '(?<repo>[^?#]+?)',
  '{number}': '(?<number>[0-9]+)',
  '{key}': '(?<key>[^/?#]+)',
  '{any}': '[^?#]*?',
};

/** The same where the address names the parts of the key, with more behind it. */
function keyByParts(url: string, template: string): string | null {
  const form = template
    .split(/(\{\w+\})/)
    .map((part) => partForms[part] ?? part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('');
  const { repo, number, key } = new RegExp(`^${form}(?:[/?#].*)?$`, 'i').exec(url)?.groups ?? {};
  return plainKey(decoded(key ?? `${repo ?? ''}#${number ?? ''}`));
}
