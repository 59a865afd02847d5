import { sendHeartbeat as tellRelease } from '../client/heartbeat.ts';
import { attempt } from './attempt.ts';
import type { Desk } from './desk.ts';
import { done, problem } from './outcome.ts';
import type { Outcome } from './outcome.ts';

/**
 * Takes a heartbeat of the program `runner` that deploys the release `ticket`, the release's own key. A problem if the release is no longer
 * the program's.
 */
export const acceptHeartbeat = (ticket: string, runner: string, { client }: Desk): Promise<Outcome> =>
  attempt(async () => {
    const why = await tellRelease(client, ticket, runner);
    if (why === 'yours') return done({ ticket, alive: true }, () => '');
    if (why === 'lost') return problem(409, 'pipelineLost', (api) => api.pipelineLost(ticket));
    if (why === 'unknown') return problem(404, 'noRelease', ({ noRelease }) => noRelease(ticket), { ticket });
    if (why === 'died') return problem(409, 'releaseDied', (api) => api.releaseDied(ticket));
    return problem(409, 'notYourPipeline', (api) => api.notYourPipeline(ticket), { why });
  });
