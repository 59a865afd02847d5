/** All commands: one row each, in the order in which `help` lists them. */
import { keysOf } from '../keys-of.ts';
import type { OpenStage } from '../release/stage.ts';
import {
  approvedStages,
  unapprovedStages,
  beforeStart,
  beforeTurn,
  onProduction,
  openStages,
} from '../release/stage.ts';
import type { Role } from './roles.ts';
import type { Scope } from './scope.ts';

interface CommandRow {
  /** The canonical word, understood everywhere. */
  readonly word: string;
  /** What may be typed instead; Russian texts use the first. In lower case and with `е` for `ё`, as typed words are compared. */
  readonly russian: readonly [string, ...string[]];
  /** The scope that a token needs to give it. */
  readonly scope: Scope;
  readonly who: Role;
  readonly reason: ReasonMode;
}

/** `note`: people who type may add one, but nothing asks for it. */
export type ReasonMode = 'none' | 'note' | 'optional' | 'required';

/** Advances a release, refuses it, or neither. Buttons are shown in this order. */
export const buttonStyles = ['primary', 'danger', 'plain'] as const;
export type ButtonStyle = (typeof buttonStyles)[number];

interface ReleaseCommandRow extends CommandRow {
  readonly who: Exclude<Role, 'approverOrAdmin'>;
  /** The stages in which the command is allowed. */
  readonly stages: readonly OpenStage[];
  /** Null: the command takes words. */
  readonly button: {
    readonly style: ButtonStyle;
    /** The stages in which the button is offered. */
    readonly stages: readonly OpenStage[];
  } | null;
}

interface LockCommandRow extends CommandRow {
  readonly who: 'approverOrAdmin';
}

interface QuestionRow extends CommandRow {
  readonly who: 'anyone';
  readonly reason: 'none';
}

/** Commands to a release; each is the signal of that name. `request` also starts a release. */
// prettier-ignore
export const releaseCommands = {
  request:     { word: 'dobro',        russian: ['добро', 'релиз'],                        scope: 'request', who: 'anyone',              reason: 'none',     stages: ['needs_work'],                      button: null },
  recheck:     { word: 'recheck',      russian: ['проверить', 'перепроверить', 'проверь'], scope: 'request', who: 'requesterItsAdminOrApprover', reason: 'none',     stages: beforeStart, button: { style: 'plain',   stages: ['needs_work', 'awaiting_approval'] } },
  accept:      { word: 'accept',       russian: ['принять', 'принято', 'одобрить'],        scope: 'approve', who: 'approver',            reason: 'note',     stages: ['awaiting_approval'],               button: { style: 'primary', stages: ['awaiting_approval'] } },
  reject:      { word: 'reject',       russian: ['отклонить', 'отказать'],                 scope: 'approve', who: 'approver',            reason: 'required', stages: unapprovedStages,                    button: { style: 'danger',  stages: ['awaiting_approval'] } },
  adminHere:   { word: 'here',         russian: ['здесь', 'тут'],                          scope: 'operate', who: 'admin',               reason: 'note',     stages: approvedStages,                      button: { style: 'plain',   stages: ['queued', 'awaiting_admin'] } },
  depStart:    { word: 'dep start',    russian: ['старт', 'начать', 'деп старт'],          scope: 'deploy',  who: 'requesterOrItsAdmin', reason: 'note',     stages: ['ready'],                           button: { style: 'primary', stages: ['ready'] } },
  depFinish:   { word: 'dep finish',   russian: ['финиш', 'готово', 'деп финиш'],          scope: 'deploy',  who: 'requesterOrItsAdmin', reason: 'note',     stages: ['deploying'],                       button: { style: 'primary', stages: ['deploying'] } },
  depRollback: { word: 'dep rollback', russian: ['откат', 'откатить', 'деп откат'],        scope: 'deploy',  who: 'requesterOrItsAdmin', reason: 'optional', stages: onProduction,                        button: { style: 'danger',  stages: onProduction } },
  cancel:      { word: 'cancel',       russian: ['отменить', 'отмена'],                    scope: 'request', who: 'requesterOrApprover', reason: 'optional', stages: beforeStart,                         button: { style: 'plain',   stages: beforeStart } },
  handover:    { word: 'handover',     russian: ['передать', 'передай'],                   scope: 'request', who: 'requesterOrApprover', reason: 'none',     stages: openStages,                          button: null },
  override:    { word: 'override',     russian: ['пропустить'],                            scope: 'approve', who: 'approver',            reason: 'required', stages: openStages,                          button: null },
  hotfix:      { word: 'hotfix',       russian: ['хотфикс'],                               scope: 'approve', who: 'approver',            reason: 'required', stages: beforeTurn,                          button: null },
} as const satisfies Readonly<Record<string, ReleaseCommandRow>>;

/** Commands to one lock or to all; each is the signal of that name. */
// prettier-ignore
export const lockCommands = {
  freeze:   { word: 'freeze',   russian: ['заморозить'],     scope: 'operate', who: 'approverOrAdmin', reason: 'required' },
  unfreeze: { word: 'unfreeze', russian: ['разморозить'],    scope: 'operate', who: 'approverOrAdmin', reason: 'none' },
  unlock:   { word: 'unlock',   russian: ['разблокировать'], scope: 'operate', who: 'approverOrAdmin', reason: 'required' },
} as const satisfies Readonly<Record<string, LockCommandRow>>;

/** Answered without changing a release or a lock. */
// prettier-ignore
export const questions = {
  queue:    { word: 'queue',    russian: ['очередь'],                 scope: 'read',    who: 'anyone', reason: 'none' },
  status:   { word: 'status',   russian: ['статус', 'где'],           scope: 'read',    who: 'anyone', reason: 'none' },
  mine:     { word: 'mine',     russian: ['мои', 'мое', 'мои релизы'], scope: 'read',    who: 'anyone', reason: 'none' },
  prod:     { word: 'prod',     russian: ['прод', 'на проде'],        scope: 'read',    who: 'anyone', reason: 'none' },
  who:      { word: 'who',      russian: ['кто', 'кто держит'],       scope: 'read',    who: 'anyone', reason: 'none' },
  log:      { word: 'log',      russian: ['лог', 'журнал'],           scope: 'read',    who: 'anyone', reason: 'none' },
  blame:    { word: 'blame',    russian: ['изменения', 'виновник', 'кто виноват'], scope: 'read',    who: 'anyone', reason: 'none' },
  incident: { word: 'incident', russian: ['инцидент', 'авария'],      scope: 'request', who: 'anyone', reason: 'none' },
  stats:    { word: 'stats',    russian: ['статистика', 'стат'],      scope: 'read',    who: 'anyone', reason: 'none' },
  help:     { word: 'help',     russian: ['помощь', 'справка'],       scope: 'read',    who: 'anyone', reason: 'none' },
} as const satisfies Readonly<Record<string, QuestionRow>>;

export const commands = { ...releaseCommands, ...lockCommands, ...questions };

export type CommandType = keyof typeof commands;
export const commandTypes = keysOf(commands);

/** The signals that command a release. */
export type CommandSignal = keyof typeof releaseCommands;
export const commandSignals = keysOf(releaseCommands);

/** The signals that command a lock. */
export type LockCommandSignal = keyof typeof lockCommands;
export const lockCommandSignals = keysOf(lockCommands);

export type QuestionType = keyof typeof questions;

/** All words for a command, the canonical one first. */
export const spellingsOf = (type: CommandType): readonly string[] => [
  commands[type].word,
  ...commands[type].russian,
];
