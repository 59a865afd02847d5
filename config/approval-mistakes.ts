import { isGroup } from '../domain/user-group.ts';
import { listOf, mappingOf } from './plain.ts';
import type { PlainMistake } from './plain.ts';

/**
 * Reports components that demand more approvals than they have approvers. Components with a user group are skipped: only Slack knows its
 * size. Reads the file's plain data, like `componentMistakes`.
 */
export function approvalMistakes(file: unknown): PlainMistake[] {
  const { people, components } = mappingOf(file);
  const general = listOf(mappingOf(people)['approvers']);
  return Object.entries(mappingOf(components)).flatMap(([name, component]) => {
    const { approvals, approvers } = mappingOf(component);
    const ids = new Set(Array.isArray(approvers) ? approvers : general);
    if (
      typeof approvals !== 'number' ||
      ids.size === 0 ||
      [...ids].some((id) => typeof id === 'string' && isGroup(id))
    )
      return [];
    if (approvals <= ids.size) return [];
    const message = `needs ${approvals} approvals, and its approvers are ${ids.size} only`;
    return [{ path: ['components', name, 'approvals'], message }];
  });
}
