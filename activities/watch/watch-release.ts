import { setTimeout as sleep } from 'node:timers/promises';
import { activityInfo, ApplicationFailure, cancellationSignal, heartbeat } from '@temporalio/activity';
import type { Watches, WatchedPhase } from '../../client/watches.ts';
import type { SettingsSource } from '../../config/settings-source.ts';
import type { WatchRun, WatchSeen } from '../../domain/messages/watch.ts';
import { endOf, applyPoll } from '../../domain/watch/watch.ts';
import type { WatchState } from '../../domain/watch/watch.ts';
import { pollCheck } from './poll-check.ts';
import type { WatchWorld } from './sources.ts';

const heartbeatEveryMs = 1000;

/** What watching depends on. */
export interface WatchContext {
  readonly watches: Watches;
  readonly settingsNow: SettingsSource;
  readonly worldOf: (settings: Awaited<ReturnType<SettingsSource>>) => WatchWorld;
  /** Aborts when the worker shuts down: another one continues. */
  readonly ending: AbortSignal;
}

/**
 * Looks at a release until there is news. Heartbeats pass the state on to the next attempt, except after a
 * look with news: that would be lost if the worker died before Temporal has it, so the look is repeated.
 */
export async function watchRelease(run: WatchRun, context: WatchContext): Promise<WatchSeen> {
  let state = (activityInfo().heartbeatDetails as WatchState | undefined) ?? run.state;
  const beat = () => {
    heartbeat(state);
  };
  const beating = setInterval(beat, heartbeatEveryMs);
  const signal = AbortSignal.any([context.ending, cancellationSignal()]);
  try {
    for (;;) {
      await untilNextLook(state, run.plan.everyMs, signal);
      const seen = await lookOnce(run, state, context);
      // The workflow shows until when the release is watched, and learns `finishedAt` from this result.
      if (seen.news.length > 0 || seen.state.finishedAt !== state.finishedAt) return seen;
      ({ state } = seen);
      beat();
    }
  } catch (error) {
    if (!context.ending.aborted) throw error;
    throw ApplicationFailure.retryable('The worker ends; another one watches on');
  } finally {
    clearInterval(beating);
  }
}

async function untilNextLook({ lookedAt }: WatchState, everyMs: number, signal: AbortSignal): Promise<void> {
  const waitMs = lookedAt === null ? 0 : lookedAt + everyMs - Date.now();
  signal.throwIfAborted();
  if (waitMs > 0) await sleep(waitMs, undefined, { signal });
}

async function lookOnce(
  run: WatchRun,
  before: WatchState,
  { watches, settingsNow, worldOf }: WatchContext,
): Promise<WatchSeen> {
  const begunAt = Date.now();
  const [settings, phase] = await Promise.all([settingsNow(), phaseOf(run, before, watches)]);
  if (phase.is === 'left') return { state: before, news: [{ type: 'left' }] };
  const looks = await pollCheck(run.plan, before, run.startedAt, settings, worldOf(settings));
  const { state: seen, news } = applyPoll(run.plan, before, looks, begunAt);
  const state =
    phase.is === 'finished'
      ? { ...seen, finishedAt: before.finishedAt ?? phase.at, held: phase.held }
      : { ...seen, finishedAt: null, held: false };
  const end = endOf(run.plan, state, begunAt);
  return { state, news: end === null ? news : [...news, end] };
}

/**
 * If Temporal does not answer, the phase stays the same. A release
 * that finished stays finished, even if its ticket has a new release.
 */
async function phaseOf(
  run: WatchRun,
  { finishedAt, held }: WatchState,
  watches: Watches,
): Promise<WatchedPhase> {
  const before: WatchedPhase =
    finishedAt === null ? { is: 'onProduction' } : { is: 'finished', at: finishedAt, held };
  const phase = await watches.phaseOf(run).catch(() => before);
  return finishedAt !== null && !held && phase.is === 'left' ? before : phase;
}
