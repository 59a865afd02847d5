/** One thing that a release is for. */
export type Item =
  /** An upper-case key. */
  | { readonly kind: 'ticket'; readonly key: string }
  | { readonly kind: 'page'; readonly url: string }
  | { readonly kind: 'text'; readonly text: string };

/** What is released. `id` is the release's key: that of its first ticket, or its own number, such as `REL-7`. */
export interface Subject {
  readonly id: string;
  readonly items: readonly Item[];
}

/** The most tickets in one release. */
export const mostTickets = 20;

/** The longest text that can be released, in characters. */
export const longestReleaseText = 300;

/** The keys of its tickets; empty for a page or a text. */
export const ticketsOf = ({ items }: Subject): readonly string[] =>
  items.flatMap((item) => (item.kind === 'ticket' ? [item.key] : []));

/** What a request names; `tickets` is null if it names nothing but the release. */
interface Named {
  readonly tickets: readonly string[] | null;
  readonly text: string | null;
  readonly wikiLink: string | null;
}

export const oneTicket = (key: string): Subject => ({ id: key, items: [{ kind: 'ticket', key }] });

/** The subject of the release `id` as a request to it names it; null if the request is for another release. */
export function subjectOf(id: string, { tickets, text, wikiLink }: Named): Subject | null {
  const keys = tickets ?? (text === null ? [id] : []);
  if (keys.length > 0) {
    const items = keys.map((key): Item => ({ kind: 'ticket', key }));
    return keys[0] === id && text === null ? { id, items } : null;
  }
  if (text !== null) return { id, items: [{ kind: 'text', text }] };
  return wikiLink === null ? null : { id, items: [{ kind: 'page', url: wikiLink }] };
}

/** A key that belongs to another open release. */
export interface KeyTaken {
  /** The key of a ticket, or the address of a page. */
  readonly key: string;
  /** The key of the release that has it. */
  readonly by: string;
  /** Null if not known. */
  readonly requester: string | null;
}
