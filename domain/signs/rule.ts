import type { Scalar } from './ticket.ts';

/** What a ticket has to show. Names and values match in any case. */
export type Condition =
  /** What the tracker itself says of the sign. */
  | { readonly kind: 'recorded'; readonly sign: string }
  /** `is` null: any value but false. */
  | { readonly kind: 'field'; readonly field: string; readonly is: readonly Scalar[] | null }
  | { readonly kind: 'label'; readonly label: string }
  /** Names or categories, one of which it has. */
  | { readonly kind: 'status'; readonly status: readonly string[] }
  | { readonly kind: 'link'; readonly type: string; readonly status: readonly string[] | null }
  | { readonly kind: 'checkbox'; readonly checkbox: string }
  | ({ readonly kind: 'changes' } & ChangesCondition)
  | ({ readonly kind: 'page' } & PageCondition)
  | { readonly kind: 'expression'; readonly expression: string }
  | { readonly kind: 'anyOf' | 'allOf'; readonly of: readonly Condition[] }
  | { readonly kind: 'not'; readonly of: Condition };

/** Of every pull or merge request of the ticket that was not given up. */
export interface ChangesCondition {
  readonly atLeast: number;
  /** By so many people. */
  readonly approvals: number;
  readonly notByAuthor: boolean;
  readonly afterLastCommit: boolean;
  readonly pipeline: 'passed' | null;
  readonly merged: boolean;
}

export interface PageCondition {
  /** Where the address stands; null: any page that the ticket names. */
  readonly from: { readonly field: string } | null;
  /** The heading of the section that counts; null: the whole page. */
  readonly section: string | null;
  /** In characters, white space and a template's own words apart. */
  readonly atLeastChars: number;
  /** Only pages that the configuration knows are read; of a field, anything else counts as it stands there. Absent: all are. */
  readonly known?: true;
}

/** How one sign is checked. */
export interface SignRule {
  readonly condition: Condition;
  /** The sign is asked for only where this is so; null: always. */
  readonly when: Condition | null;
  /** `warn` is shown to the approvers and holds nothing up. */
  readonly severity: 'block' | 'warn';
  /** Said in place of what is missing; null: that itself. */
  readonly message: string | null;
}

export const blocking = (condition: Condition): SignRule => ({
  condition,
  when: null,
  severity: 'block',
  message: null,
});
