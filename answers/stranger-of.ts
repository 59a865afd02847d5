import { unknownComponent } from '../questions/unknown-component.ts';
import { failureIn } from './answer.ts';
import type { Desk } from './desk.ts';
import type { Problem } from './outcome.ts';

/** The problem with a component of which nothing was found, where none has that name. One that has left the configuration may still be found. */
export function strangerOf(component: string | undefined, desk: Desk): Problem | null {
  const stranger = component === undefined ? null : unknownComponent(component, desk.settings);
  return stranger === null ? null : failureIn(stranger, desk);
}
