import type { Role } from '../command/roles.ts';

interface StageRow {
  /** Null: the release has ended. */
  readonly waitsFor: string | null;
  /** Who has to act. Null: nobody, the release waits for something else. */
  readonly toAct: Extract<Role, 'requester' | 'requesterOrItsAdmin' | 'approver' | 'admin'> | null;
  /** Which of the configured reminders they get; null: none. */
  readonly reminder: string | null;
  /** Whether a release without commands expires here. */
  readonly expires: boolean;
  /** Whether it is open and has the approvals that it needs. */
  readonly approved: boolean;
  /** Whether it waits for locks, or holds all that it needs. */
  readonly locks: 'none' | 'waits' | 'holds';
  /** Whether a freeze stops it here. */
  readonly freezes: boolean;
  /** Whether its code is on production, or partly there. */
  readonly onProduction: boolean;
}

const end = {
  waitsFor: null,
  toAct: null,
  reminder: null,
  expires: false,
  approved: false,
  locks: 'none',
  freezes: false,
  onProduction: false,
} as const satisfies StageRow;

/** The stages of a release, in order, with everything that is derived from the stage. */
// prettier-ignore
export const lifecycle = {
  checking:          { waitsFor: 'checks', toAct: null,                  reminder: null,        expires: true,  approved: false, locks: 'none',  freezes: false, onProduction: false },
  needs_work:        { waitsFor: 'fixes',  toAct: 'requester',           reminder: null,        expires: true,  approved: false, locks: 'none',  freezes: false, onProduction: false },
  awaiting_approval: { waitsFor: 'good',   toAct: 'approver',            reminder: 'approvers', expires: true,  approved: false, locks: 'none',  freezes: false, onProduction: false },
  queued:            { waitsFor: 'lock',   toAct: null,                  reminder: null,        expires: false, approved: true,  locks: 'waits', freezes: true,  onProduction: false },
  awaiting_admin:    { waitsFor: 'admin',  toAct: 'admin',               reminder: 'admins',    expires: false, approved: true,  locks: 'holds', freezes: false, onProduction: false },
  ready:             { waitsFor: 'start',  toAct: 'requesterOrItsAdmin', reminder: 'requester', expires: false, approved: true,  locks: 'holds', freezes: true,  onProduction: false },
  deploying:         { waitsFor: 'finish', toAct: 'requesterOrItsAdmin', reminder: 'deploying', expires: false, approved: true,  locks: 'holds', freezes: false, onProduction: true },
  watching:          { waitsFor: 'charts', toAct: null,                  reminder: null,        expires: false, approved: true,  locks: 'holds', freezes: false, onProduction: true },
  finished:          end,
  rejected:          end,
  rolled_back:       end,
  cancelled:         end,
  expired:           end,
} as const satisfies Readonly<Record<string, StageRow>>;
