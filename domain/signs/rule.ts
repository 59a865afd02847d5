import type { Scalar } from './ticket.ts';

/** What a ticket has to show. Names and values match in any case. */
export type Condition =
  /** What the tracker itself records about the sign. */
  | { readonly kind: 'recorded'; readonly sign: string }
  /** `is` null: any value but false. */
  | { readonly kind: 'field'; readonly field: string; readonly is: readonly Scalar[] | null }
  | { readonly kind: 'label'; readonly label: string }
  /** Names or categories, one of which has to match. */
  | { readonly kind: 'status'; readonly status: readonly string[] }
  | { readonly kind: 'link'; readonly type: string; readonly status: readonly string[] | null }
  | { readonly kind: 'checkbox'; readonly checkbox: string }
  | ({ readonly kind: 'changes' } & ChangesCondition)
  | ({ readonly kind: 'page' } & PageCondition)
  | { readonly kind: 'expression'; readonly expression: string }
  | { readonly kind: 'anyOf' | 'allOf'; readonly of: readonly Condition[] }
  | { readonly kind: 'not'; readonly of: Condition };

/** What every pull or merge request of the ticket that is not closed has to meet. */
export interface ChangesCondition {
  readonly atLeast: number;
  /** How many people have to approve. */
  readonly approvals: number;
  readonly notByAuthor: boolean;
  readonly afterLastCommit: boolean;
  readonly pipeline: 'passed' | null;
  readonly merged: boolean;
}

export interface PageCondition {
  /** The field with the address; null: any page that the ticket names. */
  readonly from: { readonly field: string } | null;
  /** The heading of the section that counts; null: the whole page. */
  readonly section: string | null;
  /** In characters, as `writtenChars` counts them. */
  readonly atLeastChars: number;
  /** Reads only pages that the configuration knows; any other text in a field counts as it is. Absent: reads all. */
  readonly known?: true;
}

/** How one sign is checked. */
export interface SignRule {
  readonly condition: Condition;
  /** The sign is needed only if this is met; null: always. */
  readonly when: Condition | null;
  /** `warn` is shown to the approvers and blocks nothing. */
  readonly severity: 'block' | 'warn';
  /** Shown instead of what is missing; null: that is shown. */
  readonly message: string | null;
}

export const blocking = (condition: Condition): SignRule => ({
  condition,
  when: null,
  severity: 'block',
  message: null,
});
