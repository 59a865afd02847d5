export const endStages = ['finished', 'rejected', 'rolled_back', 'cancelled', 'expired'] as const;
export type EndStage = (typeof endStages)[number];

export const openStages = [
  'checking',
  'needs_work',
  'awaiting_approval',
  'queued',
  'awaiting_admin',
  'ready',
  'deploying',
] as const;
export type OpenStage = (typeof openStages)[number];

export type Stage = OpenStage | EndStage;

export const isEnd = (stage: Stage): stage is EndStage => (endStages as readonly Stage[]).includes(stage);

/** What an open release waits for. */
export const waits = ['checks', 'fixes', 'good', 'lock', 'freeze', 'admin', 'start', 'finish'] as const;
export type Wait = (typeof waits)[number];

export const waitOf: Readonly<Record<OpenStage, Wait>> = {
  checking: 'checks',
  needs_work: 'fixes',
  awaiting_approval: 'good',
  queued: 'lock',
  awaiting_admin: 'admin',
  ready: 'start',
  deploying: 'finish',
};
