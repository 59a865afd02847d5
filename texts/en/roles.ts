/** Who has to act, in words. */
import type { Approvals } from '../../domain/release/approvals.ts';
import type { ReleaseSummary } from '../../domain/release/status.ts';
import { code, mentions } from '../mrkdwn.ts';
import type { TextContext } from '../facts.ts';
import { groupedByPeople } from '../who.ts';
import { or } from './language.ts';

/** Whose approval is missing: `@vera @oleg (1 of 2 so far)`, or `@vera for billing, @kim for ledger`. */
export function goodFrom({ approvals }: ReleaseSummary, { approvers, asked }: TextContext): string {
  const groups = groupedByPeople(asked);
  const who =
    groups.length < 2
      ? mentions(approvers)
      : groups.map(([people, components]) => `${people} for ${components}`).join(', ');
  const simple = approvals.every(({ needed, given }) => needed === 1 && given === 0);
  return simple ? who : `${who} (${tally(approvals)} so far)`;
}

/** `1 of 2`, or for several components `1 of 2 for billing, 0 of 1 for ledger`. */
export const tally = (approvals: readonly Approvals[]): string =>
  approvals
    .map(({ component, needed, given }) => {
      const of = `${given} of ${needed}`;
      return approvals.length === 1 ? of : `${of} for ${code(component)}`;
    })
    .join(', ');

/** `approver of billing (@vera @oleg) or of ledger (@kim)`. */
export function approverOf({ approvers, approversOf }: TextContext): string {
  const groups = groupedByPeople(approversOf);
  if (groups.length === 0) return `approver (${mentions(approvers)})`;
  return `approver ${or(groups.map(([people, components]) => `of ${components} (${people})`))}`;
}

export function adminOf({ adminsOf: { components, people } }: TextContext): string {
  const of = components.length === 0 ? '' : ` of ${components.map(code).join(', ')}`;
  return `admin${of} (${mentions(people)})`;
}
