import { criticalOf } from '../domain/components.ts';
import { holderBy, isItsTurn } from '../domain/lock/fencing.ts';
import { attempt } from './attempt.ts';
import type { Desk } from './desk.ts';
import { done, problem } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import { unreached } from './unreached.ts';

/** Whether a fencing token belongs to a current holder of a lock that may change the component now. Changes nothing. */
export const verifyToken = (component: string, token: number, desk: Desk): Promise<Outcome> =>
  attempt(async () => {
    if (!criticalOf(desk.settings.components).includes(component)) {
      return unreached({ code: 'noLock', facts: { component } }, desk);
    }
    const [lock] = await desk.releases.locks([component]);
    if (lock === undefined) return problem(503, 'lockAway', (api) => api.temporalAway, { component });
    const holder = holderBy(lock, token);
    const status = holder === null ? null : ((await desk.releases.last(holder.ticket))?.status ?? null);
    const valid = status !== null && isItsTurn(status, component, token);
    return done({ valid, holder: holder ?? lock.holders[0] ?? null }, ({ api }) =>
      api.verified(component, token, valid ? (holder?.mode ?? null) : null),
    );
  });
