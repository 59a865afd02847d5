const keyForm = /^(?:[A-Z][A-Z0-9_]*-\d+|\d+|[A-Z0-9_.-]+\/[A-Z0-9_.-]+#\d+)$/;

/** In characters. */
const longestKey = 100;

export const isTicketKey = (text: string): boolean => text.length <= longestKey && keyForm.test(text);

/** The address of a ticket; `{key}` in the template stands for its key. */
export const ticketLink = (key: string, linkTemplate: string): string =>
  linkTemplate.replaceAll('{key}', encodeURIComponent(key).replaceAll('%2F', '/'));

/** The upper-case key that a text names, or null if it names none: `PAY-1`, `pay-1`, `#PAY-1`, or the ticket's URL by the template. */
export const readTicketKey = (text: string, linkTemplate: string): string | null =>
  plainKey(text) ?? keyOfUrl(text, linkTemplate);

function plainKey(word: string): string | null {
  const key = word.replace(/^#/, '').toUpperCase();
  return isTicketKey(key) ? key : null;
}

/** What stands in the place of `{key}`; a query or a fragment behind it is not part of the ticket. */
function keyOfUrl(url: string, linkTemplate: string): string | null {
  const [before = '', after = ''] = linkTemplate.split('{key}');
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

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
