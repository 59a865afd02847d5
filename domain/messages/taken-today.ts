import { isActor } from '../service.ts';
import type { PersonsCommand } from './payload.ts';

/**
 * Whether a well-formed command is taken today. What `payload.ts` reads may only grow, since it also reads what histories hold; whatever is to be
 * refused from now on is refused here, as workflows replay what was taken before.
 */
export const isTakenToday = ({ actor, user }: PersonsCommand<string>): boolean =>
  isActor(actor) && (user === null || isActor(user));
