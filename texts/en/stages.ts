import type { Stage } from '../../domain/release/stage.ts';

export const stageWords: Readonly<Record<Stage, string>> = {
  checking: 'being checked',
  needs_work: 'needs work',
  awaiting_approval: 'waits for the good',
  queued: 'waits for its turn',
  awaiting_admin: 'has its turn, waits for an admin',
  ready: 'has its turn, not started',
  deploying: 'on production',
  watching: 'on production, its charts are watched',
  finished: 'finished',
  rejected: 'rejected',
  rolled_back: 'rolled back',
  cancelled: 'cancelled',
  expired: 'expired',
};
