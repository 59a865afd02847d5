/** What is derived from the table of stages. */
import { keysOf } from '../keys-of.ts';
import { lifecycle } from './lifecycle.ts';

export type Stage = keyof typeof lifecycle;
export type EndStage = {
  [S in Stage]: (typeof lifecycle)[S]['waitsFor'] extends null ? S : never;
}[Stage];
export type OpenStage = Exclude<Stage, EndStage>;

export const isEnd = (stage: Stage): stage is EndStage => lifecycle[stage].waitsFor === null;
const isOpen = (stage: Stage): stage is OpenStage => !isEnd(stage);

export const isAmong = (stage: Stage, stages: readonly Stage[]): boolean => stages.includes(stage);

export const stages = keysOf(lifecycle);
export const endStages = stages.filter(isEnd);
export const openStages = stages.filter(isOpen);

/** The open stages in which a release is approved, and those before. */
export const approvedStages = openStages.filter((stage) => lifecycle[stage].approved);
export const unapprovedStages = openStages.filter((stage) => !lifecycle[stage].approved);

export const onProduction = openStages.filter((stage) => lifecycle[stage].onProduction);
export const beforeStart = openStages.filter((stage) => !lifecycle[stage].onProduction);

/** The stages in which it is a release's turn, or was when it started. */
export const atTurn = openStages.filter(
  (stage) => lifecycle[stage].waitsFor === 'start' || lifecycle[stage].onProduction,
);

/** The open stages in which a release has or waits for locks, and the others. */
export const byLocks = openStages.filter((stage) => lifecycle[stage].locks !== 'none');
export const beforeLocks = openStages.filter((stage) => lifecycle[stage].locks === 'none');

/** The open stages in which a release does not have all its locks yet. */
export const beforeTurn = openStages.filter((stage) => lifecycle[stage].locks !== 'holds');

/** What an open release waits for. */
export type Wait = (typeof lifecycle)[OpenStage]['waitsFor'] | 'freeze' | 'pipeline';
export const waits: readonly Wait[] = [
  ...openStages.map((stage) => lifecycle[stage].waitsFor),
  'freeze',
  'pipeline',
];

/** The reminders that can be configured. */
export const reminderKinds = openStages.flatMap((stage) => lifecycle[stage].reminder ?? []);
export type ReminderKind = (typeof reminderKinds)[number];
