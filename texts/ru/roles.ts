/** Who has to act, in words. */
import type { Approvals } from '../../domain/release/approvals.ts';
import type { ReleaseSummary } from '../../domain/release/status.ts';
import { code, mentions } from '../mrkdwn.ts';
import type { TextContext } from '../facts.ts';
import { groupedByPeople } from '../who.ts';
import { or } from './language.ts';

/** Whose approval is missing: `@vera @oleg (пока 1 из 2)`, or `@vera по billing, @kim по ledger`. */
export function goodFrom({ approvals }: ReleaseSummary, { approvers, asked }: TextContext): string {
  const groups = groupedByPeople(asked);
  const who =
    groups.length < 2
      ? mentions(approvers)
      : groups.map(([people, components]) => `${people} по ${components}`).join(', ');
  const simple = approvals.every(({ needed, given }) => needed === 1 && given === 0);
  return simple ? who : `${who} (пока ${tally(approvals)})`;
}

/** `1 из 2`, or for several components `1 из 2 по billing, 0 из 1 по ledger`. */
export const tally = (approvals: readonly Approvals[]): string =>
  approvals
    .map(({ component, needed, given }) => {
      const of = `${given} из ${needed}`;
      return approvals.length === 1 ? of : `${of} по ${code(component)}`;
    })
    .join(', ');

/** `согласующий по billing (@vera @oleg) или по ledger (@kim)`. */
export function approverOf({ approvers, approversOf }: TextContext): string {
  const groups = groupedByPeople(approversOf);
  if (groups.length === 0) return `согласующий (${mentions(approvers)})`;
  return `согласующий ${or(groups.map(([people, components]) => `по ${components} (${people})`))}`;
}

export function adminOf({ adminsOf: { components, people } }: TextContext): string {
  const of = components.length === 0 ? '' : ` по ${components.map(code).join(', ')}`;
  return `админ${of} (${mentions(people)})`;
}
