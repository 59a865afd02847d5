/** Everything that people can tell the bot: one row a command, in the order in which `help` lists them. */
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
  /** What may be typed instead; Russian texts use the first. As typed words are compared: in lower case, with `е` for `ё`. */
  readonly russian: readonly [string, ...string[]];
  /** What a token has to be for, that gives it. */
  readonly scope: Scope;
  readonly who: Role;
  readonly reason: Reason;
}

/** A note may be left by whoever types; nothing asks for it. */
export type Reason = 'none' | 'note' | 'optional' | 'required';

/** What brings a release on, what refuses it, and the rest: in this order they are shown. */
export const buttonStyles = ['primary', 'danger', 'plain'] as const;
export type ButtonStyle = (typeof buttonStyles)[number];

interface ReleaseCommandRow extends CommandRow {
  readonly who: Exclude<Role, 'approverOrAdmin'>;
  /** In which it is right. */
  readonly stages: readonly OpenStage[];
  /** Null: it takes words. */
  readonly button: {
    readonly style: ButtonStyle;
    /** In which it is offered. */
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

/** To a release; each is the signal of that name. `request` also begins one. */
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

/** To a lock, or to all of them; each is the signal of that name. */
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

/** The signals by which people, doors and pipelines command a release. */
export type CommandSignal = keyof typeof releaseCommands;
export const commandSignals = keysOf(releaseCommands);

/** The signals by which people command a coordinator. */
export type LockCommandSignal = keyof typeof lockCommands;
export const lockCommandSignals = keysOf(lockCommands);

export type QuestionType = keyof typeof questions;

/** All words for the same command, the canonical one first. */
export const spellingsOf = (type: CommandType): readonly string[] => [
  commands[type].word,
  ...commands[type].russian,
];
