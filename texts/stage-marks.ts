import type { Stage } from '../domain/release/stage.ts';

/** What shows at a glance where a release stands, in any language. */
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
