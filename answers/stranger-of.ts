import { unknownComponentAnswer } from '../questions/unknown-component.ts';
import { failureIn } from './answer.ts';
import type { Desk } from './desk.ts';
import type { Problem } from './outcome.ts';

/**
 * The problem of an empty result if no such component is configured, else null. A result that is not empty is no problem: a component that
 * has left the configuration may still be found.
 */
export function strangerOf(component: string | undefined, desk: Desk): Problem | null {
  const stranger = component === undefined ? null : unknownComponentAnswer(component, desk.settings);
  return stranger === null ? null : failureIn(stranger, desk);
}
