/** One thing that a release is of. */
export type Item =
  /** An upper-case key. */
  | { readonly kind: 'ticket'; readonly key: string }
  | { readonly kind: 'page'; readonly url: string }
  | { readonly kind: 'text'; readonly text: string };

/** What is released. `id` is the release's key: that of its first ticket, or a number of its own such as `REL-7`. */
export interface Subject {
  readonly id: string;
  readonly items: readonly Item[];
}

/** The keys of its tickets; none of a page or a text. */
export const ticketsOf = ({ items }: Subject): readonly string[] =>
  items.flatMap((item) => (item.kind === 'ticket' ? [item.key] : []));

export const subjectOfTickets = (id: string, others: readonly string[] = []): Subject => ({
  id,
  items: [id, ...others].map((key) => ({ kind: 'ticket', key })),
});
