import type { Stage } from '../../domain/release/stage.ts';

export const stageWords: Readonly<Record<Stage, string>> = {
  checking: 'на проверке',
  needs_work: 'требует доработки',
  awaiting_approval: 'ждёт добро',
  queued: 'ждёт очереди',
  awaiting_admin: 'ждёт админа',
  ready: 'ждёт старта',
  deploying: 'на проде',
  watching: 'на проде, под наблюдением',
  finished: 'завершён',
  rejected: 'отклонён',
  rolled_back: 'откачен',
  cancelled: 'отменён',
  expired: 'просрочен',
};
