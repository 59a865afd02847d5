import { describe, expect, it } from 'vitest';
import { stepsOf, stepsOfPart } from '../../../domain/release/steps.ts';
import type { Part } from '../../../domain/command/roles.ts';
import type { StepFacts } from '../../../domain/release/steps.ts';
import { endStages } from '../../../domain/release/stage.ts';

const release = (stage: StepFacts['stage'], over: Partial<StepFacts> = {}): StepFacts => ({
  stage,
  admin: { needed: true, user: null },
  waitingFor: null,
  ...over,
});
const withAdmin = { admin: { needed: true, user: 'U_SAM' } };
const withoutAdmin = { admin: { needed: false, user: null } };

describe('the steps', () => {
  it.each([
    ['checking', {}, ['cancel']],
    ['needs_work', {}, ['recheck', 'cancel']],
    ['awaiting_approval', {}, ['accept', 'reject', 'recheck', 'cancel']],
    ['queued', {}, ['adminHere', 'cancel']],
    ['queued', withAdmin, ['cancel']],
    ['queued', withoutAdmin, ['cancel']],
    ['queued', { waitingFor: 'freeze' }, ['adminHere', 'cancel']],
    ['awaiting_admin', {}, ['adminHere', 'cancel']],
    ['ready', withAdmin, ['depStart', 'cancel']],
    ['ready', { ...withAdmin, waitingFor: 'freeze' }, ['cancel']],
    ['deploying', withAdmin, ['depFinish', 'depRollback']],
  ] as const)('in %s with %o is what can be done', (stage, over, steps) => {
    expect(stepsOf(release(stage, over))).toEqual(steps);
  });

  it.each(endStages)('in %s is nothing', (stage) => {
    expect(stepsOf(release(stage))).toEqual([]);
  });

  it.each([
    ['approver', 'awaiting_approval', {}, ['accept', 'reject']],
    ['approver', 'needs_work', {}, []],
    ['admin', 'awaiting_admin', {}, ['adminHere']],
    ['admin', 'ready', withAdmin, []],
    ['requester', 'needs_work', {}, ['recheck']],
    ['requester', 'ready', withAdmin, ['depStart']],
    ['requester', 'ready', { ...withAdmin, waitingFor: 'freeze' }, []],
    ['requester', 'deploying', withAdmin, ['depFinish', 'depRollback']],
  ] as const)('of a person as %s in %s are what they are asked for', (part: Part, stage, over, steps) => {
    expect(stepsOfPart(part, release(stage, over))).toEqual(steps);
  });
});
