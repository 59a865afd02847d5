/** Property tests of releases and lock coordinators together, under random interleavings, deaths and configurations. */
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { goOnWith, happen, happening, moves, reconfiguring } from './lock-world/acts.ts';
import type { Happening } from './lock-world/acts.ts';
import { firstNamesOf, lockNames } from './lock-world/company.ts';
import { Broken, checkMoment, checkQuiet } from './lock-world/invariants.ts';
import { World } from './lock-world/world.ts';

/** Plays the happenings, then lets everything arrive, then lets every release finish. Checks the invariants all the time. */
function play(happenings: Happening[]): void {
  const world = new World();
  const highest = new Map<string, number>();
  try {
    for (const it of happenings) {
      happen(world, it);
      checkMoment(world, highest);
    }
    world.say('— everything arrives —');
    settle(world, highest);
    checkQuiet(world);
    world.say('— everyone finishes —');
    finish(world, highest);
  } catch (error) {
    if (error instanceof Broken) throw new Broken(`${error.message}\n${world.log.join('\n')}`);
    throw error;
  }
}

/** Runs until nothing is left to do: the dead releases are found, the coordinators are back, and all messages have arrived. */
function settle(world: World, highest: Map<string, number>): void {
  world.trackerAnswers = true;
  for (let round = 0; ; round += 1) {
    if (round > 2000) throw new Broken('It never comes to rest');
    const [move] = moves(world);
    const dead = world.releases.find(({ fate, buried }) => fate === 'dead' && !buried);
    const lacking = world.releases.find((release) => world.lacking(release).length > 0);
    world.tick();
    if (move === undefined && dead === undefined && lacking === undefined) {
      if (!world.reconcile()) return;
      continue;
    }
    if (lacking !== undefined) world.tellNeeds(lacking);
    if (move === undefined && dead !== undefined) world.bury(dead);
    else move?.(1);
    checkMoment(world, highest);
  }
}

function finish(world: World, highest: Map<string, number>): void {
  world.configure(0);
  settle(world, highest);
  for (const [ticket, { components }] of world.tickets)
    world.changeTicket(ticket, { tested: true, components: components.flatMap(firstNamesOf) });
  for (const component of lockNames) world.commandLock(component, 'unfreeze', null);
  settle(world, highest);
  for (const { component, lock } of world.coordinators.values()) {
    if (lock.holders.some(({ orphan }) => orphan)) world.commandLock(component, 'unlock', null);
  }
  for (let round = 0; world.open().length > 0; round += 1) {
    if (round > 100) throw new Broken('Somebody is never served');
    settle(world, highest);
    checkQuiet(world);
    for (const release of world.open()) {
      world.tick();
      goOnWith(world, release);
      checkMoment(world, highest);
    }
  }
  settle(world, highest);
  for (const { component, lock } of world.coordinators.values()) {
    if (lock.holders.length + lock.queue.length > 0) throw new Broken(`${component} is not free in the end`);
  }
}

const print = (failure: {
  errorInstance: unknown;
  seed: number;
  counterexamplePath: string | null;
}): string =>
  `${String(failure.errorInstance)}\nseed: ${failure.seed}, path: '${failure.counterexamplePath ?? ''}'`;

describe('whatever happens to releases and coordinators', () => {
  it.each([
    ['keeps a lock with one holder, in order, and serves everyone in the end', happening, 1500],
    ['and however the configuration changes meanwhile, never are two on one part', reconfiguring, 700],
  ] as const)('%s', { timeout: 300_000 }, (_, acts, numRuns) => {
    const property = fc.property(fc.array(acts, { maxLength: 150, size: 'max' }), play);
    fc.assert(property, {
      interruptAfterTimeLimit: 60_000,
      numRuns: Number(process.env['LOCK_WORLD_RUNS'] ?? numRuns),
      reporter: (details) => {
        if (details.failed) throw new Error(print(details));
      },
    });
  });
});
