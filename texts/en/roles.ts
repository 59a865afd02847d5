/** Who has to do something, in words. */
import type { ComponentApprovers } from '../../domain/people.ts';
import type { Approvals } from '../../domain/release/votes.ts';
import type { ReleaseSummary } from '../../domain/release/status.ts';
import { code, mentions } from '../mrkdwn.ts';
import type { Surroundings } from '../texts.ts';

const named = (components: readonly string[]): string => components.map(code).join(', ');

/** Components that have the same people are spoken of together. */
function together(all: readonly ComponentApprovers[]): readonly (readonly [string, string])[] {
  const lists = [...new Set(all.map(({ people }) => mentions(people)))];
  return lists.map((list) => {
    const components = all.filter(({ people }) => mentions(people) === list);
    return [list, named(components.map(({ component }) => component))];
  });
}

/** Whose "good" is missing: `@vera @oleg (1 of 2 so far)`, or `@vera for billing, @kim for ledger`. */
export function goodFrom({ approvals }: ReleaseSummary, { approvers, asked }: Surroundings): string {
  const groups = together(asked);
  const who =
    groups.length < 2
      ? mentions(approvers)
      : groups.map(([people, components]) => `${people} for ${components}`).join(', ');
  const simple = approvals.every(({ needed, given }) => needed === 1 && given === 0);
  return simple ? who : `${who} (${tally(approvals)} so far)`;
}

/** `1 of 2`, or of several components `1 of 2 for billing, 0 of 1 for ledger`. */
export const tally = (approvals: readonly Approvals[]): string =>
  approvals
    .map(({ component, needed, given }) => {
      const of = `${given} of ${needed}`;
      return approvals.length === 1 ? of : `${of} for ${code(component)}`;
    })
    .join(', ');

/** `approver of billing (@vera @oleg) or of ledger (@kim)`. */
export function approverOf({ approvers, approversOf }: Surroundings): string {
  const groups = together(approversOf);
  if (groups.length === 0) return `approver (${mentions(approvers)})`;
  return `approver ${groups.map(([people, components]) => `of ${components} (${people})`).join(' or ')}`;
}

export function adminOf({ adminsOf: { components, people } }: Surroundings): string {
  const of = components.length === 0 ? '' : ` of ${named(components)}`;
  return `admin${of} (${mentions(people)})`;
}
