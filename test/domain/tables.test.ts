/** The tables of stages and commands, spelled out: what a release waits for and from whom, who may give which command, and when. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commandSignals } from '../../domain/command/commands.ts';
import type { CommandSignal } from '../../domain/command/commands.ts';
import { readCommand } from '../../domain/messages/payload.ts';
import { applyCommand, begin, rolesMatter } from '../../domain/release/commands.ts';
import type { Roles } from '../../domain/release/command-context.ts';
import { endStages, openStages } from '../../domain/release/stage.ts';
import type { Stage } from '../../domain/release/stage.ts';
import { enter } from '../../domain/release/state.ts';
import type { ReleaseState } from '../../domain/release/state.ts';
import { summaryOf } from '../../domain/release/status.ts';
import { passTime } from '../../domain/release/time.ts';
import { partReminded, waitsFor } from '../../domain/release/to-act.ts';
import { rules } from '../support/scripted-activities.ts';

const stages = [...openStages, ...endStages];
const people = {
  requester: 'U_DAN',
  itsAdmin: 'U_SAM',
  approver: 'U_VERA',
  admin: 'U_ALEX',
  nobody: 'U_MAX',
};
type Person = keyof typeof people;
const rolesOf = (person: Person): Roles => ({
  approver: person === 'approver',
  approves: person === 'approver' ? ['billing'] : [],
  admin: person === 'admin',
});

function commandOf(signal: CommandSignal, person: Person, reason?: string) {
  const payload = { actor: people[person], user: 'U_EVA', ...(reason === undefined ? {} : { reason }) };
  const command = readCommand(signal, payload);
  if (command === null) throw new Error('The test sends a malformed command.');
  return command;
}

/** A release in this stage that waits for the lock of `billing` if it is queued, and otherwise has it. */
function releaseIn(stage: Stage): ReleaseState {
  const asked = begin('PAY-1', 'key', rules, commandOf('request', 'requester'), 0);
  const lock = { component: 'billing', mode: 'exclusive' } as const;
  const state: ReleaseState = {
    ...asked,
    admin: people.itsAdmin,
    components: ['billing'],
    neededApprovals: [{ component: 'billing', needed: 1 }],
    locks: [
      stage === 'queued' ? { ...lock, state: 'waiting', token: null } : { ...lock, state: 'held', token: 1 },
    ],
  };
  return enter(state, stage, 0);
}
const frozen = (state: ReleaseState): ReleaseState => ({
  ...state,
  freezes: { billing: [{ reason: 'works', by: 'U_VERA', from: null, until: null }] },
});

describe('each open stage', () => {
  it.each([
    ['checking', 'checks', 'checks', null, true],
    ['needs_work', 'fixes', 'fixes', null, true],
    ['awaiting_approval', 'good', 'good', 'approvers', true],
    ['queued', 'lock', 'freeze', null, false],
    ['awaiting_admin', 'admin', 'admin', 'admins', false],
    ['ready', 'start', 'freeze', 'requester', false],
    ['deploying', 'finish', 'finish', 'deploying', false],
    ['watching', 'charts', 'charts', null, false],
  ] as const)(
    '%s waits for %s, frozen for %s; reminds %s; expires: %s',
    (stage, wait, held, who, expires) => {
      const state = releaseIn(stage);
      expect(summaryOf(state, 1).waitingFor).toBe(wait);
      expect(summaryOf(frozen(state), 1).waitingFor).toBe(held);
      expect(state.nudging?.reminder ?? null).toBe(who);
      expect(passTime({ ...state, nudging: null }, rules.expireAfterMs).stage === 'expired').toBe(expires);
    },
  );

  it.each<[Stage, readonly Person[]]>([
    ['checking', []],
    ['needs_work', ['requester']],
    ['awaiting_approval', ['approver']],
    ['queued', []],
    ['awaiting_admin', ['admin']],
    ['ready', ['requester', 'itsAdmin']],
    ['deploying', ['requester', 'itsAdmin']],
    ['watching', []],
  ])('%s waits for %s', (stage, expected) => {
    const state = releaseIn(stage);
    const { cannotVote, approvals, requester } = summaryOf(state, 1);
    const turn = Object.entries(people).filter(([person, user]) =>
      waitsFor(
        { stage, requester, cannotVote, approvals, admin: state.admin },
        {
          user,
          approves: person === 'approver' ? ['billing'] : [],
          calledAsAdmin: person === 'admin',
        },
      ),
    );
    expect(turn.map(([person]) => person)).toEqual(expected);
  });

  it.each([
    ['approvers', 'approver'],
    ['admins', 'admin'],
    ['requester', 'requester'],
    ['deploying', 'requester'],
  ] as const)('the reminder of %s is for the %s', (reminder, part) => {
    expect(partReminded(reminder)).toBe(part);
  });
});

it.each(endStages)('%s waits for nothing and nobody, and time does nothing to it', (stage) => {
  const state = releaseIn(stage);
  expect(summaryOf(frozen(state), 1).waitingFor).toBe(null);
  expect(state.nudging).toBe(null);
  expect(passTime(state, 10 * rules.expireAfterMs)).toEqual(state);
});

/** For each command: who may give it, the refusal for everyone else, and the stages in which it is accepted. */
const rights: Readonly<Record<CommandSignal, readonly [readonly Person[], string, readonly Stage[]]>> = {
  request: [['requester'], 'alreadyAsked', ['needs_work']],
  recheck: [
    ['requester', 'itsAdmin', 'approver'],
    'notRequesterAdminOrApprover',
    ['checking', 'needs_work', 'awaiting_approval', 'queued', 'awaiting_admin', 'ready'],
  ],
  accept: [['approver'], 'notApprover', ['awaiting_approval']],
  reject: [['approver'], 'notApprover', ['checking', 'needs_work', 'awaiting_approval']],
  adminHere: [['admin'], 'notAdmin', ['queued', 'awaiting_admin', 'ready', 'deploying', 'watching']],
  depStart: [['requester', 'itsAdmin'], 'notRequesterOrAdmin', ['ready']],
  depFinish: [['requester', 'itsAdmin'], 'notRequesterOrAdmin', ['deploying']],
  depRollback: [['requester', 'itsAdmin'], 'notRequesterOrAdmin', ['deploying', 'watching']],
  cancel: [
    ['requester', 'approver'],
    'notRequesterOrApprover',
    ['checking', 'needs_work', 'awaiting_approval', 'queued', 'awaiting_admin', 'ready'],
  ],
  handover: [['requester', 'approver'], 'notRequesterOrApprover', openStages],
  // If nothing blocks the release, there is nothing to override.
  override: [['approver'], 'notApprover', ['needs_work', 'watching']],
  hotfix: [['approver'], 'notApprover', ['checking', 'needs_work', 'awaiting_approval', 'queued']],
};
const why = 'customers wait';

function refusalOf(state: ReleaseState, signal: CommandSignal, person: Person, reason?: string) {
  const outcome = applyCommand(state, commandOf(signal, person, reason), rolesOf(person), 1);
  return outcome.ok ? null : outcome.refusal.code;
}

describe.each(commandSignals)('the command %s', (signal) => {
  const [allowed, refusal, right] = rights[signal];
  const everyone = Object.keys(people).filter((person): person is Person => person in people);

  it.each(stages)('in %s', (stage) => {
    for (const person of everyone) {
      const told = refusalOf(releaseIn(stage), signal, person, why);
      if (!allowed.includes(person)) expect(told).toBe(refusal);
      else if (right.includes(stage)) expect(told).toBe(null);
      else
        expect(told).toMatch(/wrongStage|alreadyAsked|goodGiven|onProduction|nothingToOverride|stillWatched/);
    }
  });

  it('takes a reason where one is needed', () => {
    const [stage = 'checking'] = right;
    const [person = 'nobody'] = allowed;
    const needed = ['reject', 'override', 'hotfix'].includes(signal);
    expect(refusalOf(releaseIn(stage), signal, person)).toBe(needed ? 'missingReason' : null);
  });

  it('asks for what its actor is only where that matters', () => {
    const anyRoles = fc.record({
      approver: fc.boolean(),
      approves: fc.subarray(['billing']),
      admin: fc.boolean(),
    });
    fc.assert(
      fc.property(
        anyRoles,
        fc.constantFrom(...everyone),
        fc.constantFrom(...stages),
        (roles, person, stage) => {
          const without = { approver: false, approves: [], admin: false };
          const [state, command] = [releaseIn(stage), commandOf(signal, person, why)];
          const same = applyCommand(state, command, without, 1);
          if (!rolesMatter.includes(signal)) expect(applyCommand(state, command, roles, 1)).toEqual(same);
        },
      ),
    );
  });
});
