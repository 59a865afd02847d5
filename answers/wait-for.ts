import { setTimeout as sleep } from 'node:timers/promises';
import { answer } from './answer.ts';
import { attempt } from './attempt.ts';
import type { Desk } from './desk.ts';
import type { Outcome } from './outcome.ts';
import { isEnd, openStages, stages } from '../domain/release/stage.ts';
import type { Stage } from '../domain/release/stage.ts';
import type { ReleaseStatus } from '../domain/release/status.ts';

/** How often to poll Temporal, in ms; this does not wake the workflow. */
const betweenLooksMs = 500;

/** The state of a release as soon as it has reached a stage, has ended or was ended in Temporal; at the latest when `until` aborts. */
export async function waitFor(
  ticket: string,
  stage: Stage,
  desk: Desk,
  until: AbortSignal,
): Promise<Outcome> {
  const isOver = ({ stage: now, isOpen }: { readonly stage: Stage; readonly isOpen: boolean }) =>
    !isOpen || isEnd(now) || hasCome(now, stage);
  for (;;) {
    const shown = await attempt(() => desk.releases.shown(ticket).then((found) => ({ found })));
    if ('ok' in shown) return shown;
    if (shown.found === null || isOver(shown.found) || until.aborted) break;
    await sleep(betweenLooksMs, undefined, { signal: until }).catch(() => undefined);
  }
  const outcome = await answer({ type: 'status', ticket }, { actor: '', via: 'api', commandId: '' }, desk);
  if (!outcome.ok || !('stage' in outcome.body)) return outcome;
  const release = outcome.body as Standing;
  return { ...outcome, body: { ...release, reached: hasReached(release, stage) } };
}

type Standing = Pick<ReleaseStatus, 'stage' | 'history'>;

/** Whether a release is in a stage, or beyond it on a way that leads through it. */
export const hasReached = ({ stage: now, history }: Standing, stage: Stage): boolean =>
  now === 'finished' && stage === 'watching'
    ? history.some(({ type }) => type === 'deployed')
    : hasCome(now, stage);

/** Whether a release is in a stage or beyond it on the way to `finished`, which does not lead through `needs_work`. */
function hasCome(now: Stage, stage: Stage): boolean {
  const isAside = isEnd(stage) || stage === 'needs_work';
  if (isAside || (isEnd(now) && now !== 'finished')) return now === stage;
  return stages.indexOf(now) >= openStages.indexOf(stage);
}
