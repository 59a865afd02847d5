import { keysOf } from '../keys-of.ts';
import { lifecycle } from './lifecycle.ts';

/** What follows from the table of stages. */
export type Stage = keyof typeof lifecycle;
type StageWith<Row> = { [S in Stage]: (typeof lifecycle)[S] extends Row ? S : never }[Stage];

export type EndStage = StageWith<{ readonly waitsFor: null }>;
export type OpenStage = Exclude<Stage, EndStage>;

export const isEnd = (stage: Stage): stage is EndStage => lifecycle[stage].waitsFor === null;
const isOpen = (stage: Stage): stage is OpenStage => !isEnd(stage);

const stages = keysOf(lifecycle);
export const endStages = stages.filter(isEnd);
export const openStages = stages.filter(isOpen);

export const beforeGood = openStages.filter((stage) => !lifecycle[stage].hasGood);
export const afterGood = openStages.filter((stage) => lifecycle[stage].hasGood);
export const beforeStart = openStages.filter((stage) => !lifecycle[stage].onProduction);
export const onProduction = openStages.filter((stage) => lifecycle[stage].onProduction);

/** What an open release waits for. */
export type Wait = (typeof lifecycle)[OpenStage]['waitsFor'] | 'freeze';
export const waits: readonly Wait[] = [...openStages.map((stage) => lifecycle[stage].waitsFor), 'freeze'];
