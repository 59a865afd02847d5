import type { Stage } from '../domain/release/stage.ts';

/** The mark of each stage, in any language. */
export const stageMarks: Readonly<Record<Stage, string>> = {
  checking: '🔎',
  needs_work: '🔧',
  awaiting_approval: '✋',
  queued: '⏳',
  awaiting_admin: '🔔',
  ready: '🟢',
  deploying: '🚀',
  watching: '👀',
  finished: '✅',
  rejected: '⛔',
  rolled_back: '⏪',
  cancelled: '🚫',
  expired: '💤',
};
