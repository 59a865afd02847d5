import { decoded } from '../decoded.ts';

/** The form of a key, also in a repository in nested groups. */
const keyForm = /^(?:[A-Z][A-Z0-9_]*-\d+|\d+|[A-Z0-9_.-]+(?:\/[A-Z0-9_.-]+)+#\d+)$/;

/** In characters. */
const longestKey = 100;

export const isTicketKey = (text: string): boolean => text.length <= longestKey && keyForm.test(text);

/**
 * The address of a ticket. In the template `{key}` is its key, `{repo}` and `{number}` are the parts of a key such as `owner/repo#12`, and
 * `{any}` is anything: it is left out here.
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

/** Slack makes an http:// link of an address that was typed without a scheme. */
const withoutScheme = (url: string): string =>
  url.replace(/^https?:\/\//i, '').replace(/^([^/?#]*):(?:80|443)(?=[/?#]|$)/, '$1');

/** The key at `{key}`. A query, a fragment or a subpage of the ticket is not part of it. Null if there is none. */
function keyOfUrl(url: string, template: string): string | null {
  if (!/^https?:\/\//i.test(url)) return null;
  const address = withoutScheme(url);
  const [before = '', after = ''] = withoutScheme(template).split('{key}');
  if (!address.toLowerCase().startsWith(before.toLowerCase())) return null;
  const rest = address.slice(before.length);
  const shorter = [/^[^?#]*/, /^[^/?#]*/].map((form) => (form.exec(rest)?.[0] ?? '').replace(/\/$/, ''));
  for (const candidate of [rest, ...(after === '' ? shorter : [])]) {
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

/** The same for a template with other parts; more may follow them. */
function keyByParts(url: string, template: string): string | null {
  if (!/^https?:\/\//i.test(url)) return null;
  const form = withoutScheme(template)
    .split(/(\{\w+\})/)
    .map((part) => partForms[part] ?? part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('');
  const { repo, number, key } =
    new RegExp(`^${form}(?:[/?#].*)?$`, 'i').exec(withoutScheme(url))?.groups ?? {};
  return plainKey(decoded(key ?? `${repo ?? ''}#${number ?? ''}`));
}
