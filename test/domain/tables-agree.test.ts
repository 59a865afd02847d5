/** The tables of stages and commands say what the many lists said that stood in their place. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { partOf } from '../../activities/slack/posts.ts';
import { textMessage } from '../../blocks/message.ts';
import { byLocks } from '../../client/releases.ts';
import { commandWords } from '../../domain/command/command.ts';
import { commandSignals, commands, commandTypes } from '../../domain/command/commands.ts';
import { lockCommandSignals, releaseCommands, spellingsOf } from '../../domain/command/commands.ts';
import { parseCommand } from '../../domain/command/parse-command.ts';
import { roles } from '../../domain/command/roles.ts';
import { russianCommands, spellings } from '../../domain/command/vocabulary.ts';
import * as payload from '../../domain/messages/payload.ts';
import { begin, needsReason, rolesMatter, ruleOf } from '../../domain/release/commands.ts';
import { lifecycle } from '../../domain/release/lifecycle.ts';
import { beforeGood as expected } from '../../domain/release/commands.ts';
import type { Request } from '../../domain/release/request.ts';
import * as old from '../../domain/release/stage.ts';
import * as stages from '../../domain/release/stages.ts';
import { reminderOf } from '../../domain/release/state.ts';
import { blankStatus, summaryOf } from '../../domain/release/status.ts';
import { brings, reasonedSteps, steps, stepsOfStage } from '../../domain/release/steps.ts';
import { expiring, passTime } from '../../domain/release/time.ts';
import { partOfStage, stepsFor, waitsFor, waitsForSomebody } from '../../domain/release/to-act.ts';
import { afterGood } from '../../domain/release/votes.ts';
import { refused } from '../../domain/release/answers.ts';
import { refusalOf } from '../../domain/release/who-may.ts';
import { reminderKinds } from '../../domain/settings.ts';
import { textsIn } from '../../texts/index.ts';
import { wordOf } from '../../texts/typed-words.ts';
import { whoActs } from '../../texts/who.ts';
import { rules } from '../support/scripted-activities.ts';

const allStages = [...old.openStages, ...old.endStages];
const signals = commandSignals.filter((signal) => signal !== 'request');
const row = (signal: stages.Stage) => lifecycle[signal];
const shown = (stage: stages.Stage) => {
  const there = commandSignals.filter((signal) =>
    (releaseCommands[signal].button?.stages as readonly string[] | undefined)?.includes(stage),
  );
  const rank = (signal: (typeof there)[number]) =>
    ['primary', 'danger', 'plain'].indexOf(releaseCommands[signal].button?.style ?? '');
  return [...there].sort((a, b) => rank(a) - rank(b));
};

it('the stages, open and ended, and what they wait for', () => {
  expect(stages.openStages).toEqual(old.openStages);
  expect(stages.endStages).toEqual(old.endStages);
  expect(stages.waits.toSorted()).toEqual(old.waits.toSorted());
  for (const stage of old.openStages) expect(row(stage).waitsFor).toBe(old.waitOf[stage]);
  for (const stage of allStages) expect(stages.isEnd(stage)).toBe(old.isEnd(stage));
});

it.each(allStages)('%s: who acts, the reminder, expiry, the good, locks, freezes', (stage) => {
  const { toAct, reminder, expires, hasGood, locks, onProduction } = row(stage);
  expect(toAct === null ? undefined : roles[toAct].part).toBe(partOfStage[stage]);
  expect(toAct !== null).toBe(waitsForSomebody(stage));
  expect(reminder ?? undefined).toBe(reminderOf[stage]);
  if (reminder !== null) expect(roles[toAct].part).toBe(partOf[reminder]);
  expect(expires).toBe(expiring.includes(stage));
  expect(hasGood).toBe(afterGood.includes(stage));
  expect(locks !== 'none').toBe((byLocks as readonly string[]).includes(stage));
  expect(onProduction).toBe(stage === 'deploying');
});

it('the lists of stages, and the reminders', () => {
  expect(stages.beforeGood).toEqual(expected);
  expect(stages.afterGood).toEqual(afterGood);
  const used = allStages.flatMap((stage) => row(stage).reminder ?? []);
  expect(used).toEqual(reminderKinds);
});

it('the words, the signals, the roles and reasons', () => {
  expect(commandTypes.map((type) => commands[type].word)).toEqual(commandWords);
  for (const type of commandTypes) {
    expect(spellingsOf(type)).toEqual(spellings(commands[type].word, russianCommands));
    const parsed = parseCommand(`${commands[type].word} 14:05 a b`, { linkTemplate: '{key}', slash: false });
    if (parsed.ok) expect(parsed.command.type).toBe(type);
  }
  expect(commandSignals).toEqual(payload.commandSignals);
  expect(lockCommandSignals).toEqual(payload.lockCommandSignals);
  for (const signal of commandSignals) expect(commands[signal].word).toBe(wordOf[signal]);
  expect(commandSignals.filter((signal) => roles[commands[signal].who].lookedUp)).toEqual(rolesMatter);
  expect(commandSignals.filter((signal) => commands[signal].reason === 'required')).toEqual(needsReason);
});

it('the buttons: which there are, which take a reason, how they look', () => {
  const there = commandSignals.filter((signal) => releaseCommands[signal].button !== null);
  expect(there.toSorted()).toEqual(steps.toSorted());
  expect(there.filter((signal) => commands[signal].reason !== 'none')).toEqual(reasonedSteps);
  for (const step of steps) {
    const { style } = releaseCommands[step].button;
    const target = { ticket: 'PAY-1', release: 'key' };
    const { blocks } = textMessage('id', 'text', { target, steps: [step] }, textsIn('en'));
    expect(JSON.stringify(blocks).match(/"style":"(\w+)"/g)?.[0] ?? 'plain').toContain(style);
  }
  for (const part of ['approver', 'admin', 'requester'] as const) {
    const brought = there.filter((signal) => roles[commands[signal].who].part === part);
    expect(brought.toSorted()).toEqual(brings[part].toSorted());
  }
});

it.each(allStages)('%s: which buttons, in which order', (stage) => {
  expect(shown(stage)).toEqual(stepsOfStage[stage]);
});

it.each(signals)('%s: the stages in which it is right', (signal) => {
  const right: readonly string[] = releaseCommands[signal].stages;
  expect(right).toEqual(ruleOf[signal].stages);
});

const person = fc.constantFrom('U_DAN', 'U_VERA', 'U_SAM');
const request = fc
  .record({
    actor: person,
    requester: person,
    requesters: fc.uniqueArray(person),
    admin: fc.option(person),
    selfAccept: fc.boolean(),
    roles: fc.record({
      approver: fc.boolean(),
      approves: fc.constant([]),
      admin: fc.boolean(),
    }),
    stage: fc.constantFrom(...allStages),
  })
  .map(({ actor, requester, requesters, admin, selfAccept, roles: found, stage }): Request => {
    const command = payload.readCommand('request', { actor });
    if (command === null) throw new Error('The test sends a malformed command.');
    const state = begin('PAY-1', 'key', { ...rules, selfAccept }, command, 0);
    return { command, state: { ...state, requester, requesters, admin, stage }, roles: found, now: 1 };
  });

/** What a rule adds to the role: four eyes, and that nobody becomes admin twice. */
function beyondRole(signal: (typeof signals)[number], { state, command }: Request) {
  if (signal === 'accept' && !state.rules.selfAccept && state.requesters.includes(command.actor)) {
    return refused('ownRelease', {});
  }
  return signal === 'adminHere' && state.admin === command.actor ? refused('alreadyAdmin', {}) : null;
}

it.each(signals)('%s: whom it is refused', (signal) => {
  fc.assert(
    fc.property(request, (given) => {
      const refusal = refusalOf[releaseCommands[signal].who](given) ?? beyondRole(signal, given);
      expect(refusal).toEqual(ruleOf[signal].bars(given));
    }),
    { numRuns: 1000 },
  );
});

it('what a frozen release waits for, and whether its reminders stop', () => {
  fc.assert(
    fc.property(request, ({ state }) => {
      const freezes = { billing: [{ reason: 'works', by: 'U_VERA', from: null, until: null }] };
      const locks = [{ component: 'billing', mode: 'exclusive', state: 'held', token: 1 }] as const;
      const frozen = { ...state, locks, freezes };
      const { waitsFor: wait, freezes: stops, onProduction } = row(state.stage);
      expect(summaryOf(frozen, 1).waitingFor).toBe(stops ? 'freeze' : wait);
      expect(summaryOf(frozen, 1).frozen === null).toBe(onProduction);
      const nudging = {
        reminder: 'requester',
        waitingSince: 0,
        nextAt: 5,
        count: 0,
        escalateAt: null,
      } as const;
      // In line nobody is reminded.
      const stuck = { ...frozen, holdLeftMs: 1, nudging: state.stage === 'queued' ? null : nudging };
      const nudged = passTime(stuck, 6).events.some(({ type }) => type === 'nudged');
      expect(nudged).toBe(wait !== null && !stops);
    }),
  );
});

it('whose turn it is, and whom the card names', () => {
  const standing = fc.record({
    user: person,
    approves: fc.constant(['billing']),
    calledAsAdmin: fc.boolean(),
  });
  const approvals = [{ component: 'billing', needed: 1, given: 0 }];
  fc.assert(
    fc.property(request, standing, ({ state }, who) => {
      const admin = { needed: true, user: state.admin };
      const { stage, requester } = state;
      const release = { ...blankStatus('PAY-1', 0), stage, requester, admin, approvals };
      const isIt = {
        approver: true,
        admin: who.calledAsAdmin,
        requester: who.user === requester,
        requesterOrItsAdmin: who.user === requester || who.user === state.admin,
      };
      const { toAct } = row(stage);
      const turn = toAct !== null && isIt[toAct];
      expect(waitsFor({ ...release, admin: state.admin }, who)).toBe(turn);
      const offered = shown(stage).filter((step) => {
        const hidden = (step === 'adminHere' && state.admin !== null) || !turn;
        const { part } = roles[releaseCommands[step].who];
        return !hidden && part === roles[toAct].part;
      });
      expect(stepsFor(release, who)).toEqual(offered);
      const named = {
        approver: '<@U_A>',
        admin: '<@U_B>',
        requester: `<@${requester}>`,
        requesterOrItsAdmin: `<@${requester}>${state.admin === null ? '' : ` <@${state.admin}>`}`,
      };
      const around = { approvers: ['U_A'], admins: ['U_B'] };
      expect(whoActs(release, around as never)).toBe(toAct === null ? null : named[toAct]);
    }),
    { numRuns: 1000 },
  );
});
