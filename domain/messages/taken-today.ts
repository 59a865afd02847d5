import { isActor } from '../service.ts';
import type { PersonsCommand } from './payload.ts';

/**
 * Whether a well-formed command is accepted from now on. `payload.ts` must go on reading everything that histories contain, so new refusals
 * belong here: workflows replay what was accepted before.
 */
export const isTakenToday = ({ actor, user }: PersonsCommand<string>): boolean =>
  isActor(actor) && (user === null || isActor(user));
