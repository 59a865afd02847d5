import fc from 'fast-check';
import type { Stage } from '../../../../domain/release/stage.ts';
import { isOnProduction } from '../../../../domain/release/state.ts';
import { configurations, holdForMs, lockNames, minuteMs, people, scopes, voters } from './company.ts';
import { takeUp } from './take-up.ts';
import type { Release } from './parts.ts';
import type { World } from './world.ts';

/** One of the steps that the network and the processes can do now. */
export interface Move {
  readonly act: 'move';
  readonly pick: number;
  /** How often the message arrives; 2 is a duplicate delivery. */
  readonly times: number;
}

const which = fc.nat({ max: 20 });
const component = fc.constantFrom(...lockNames);

const move = fc.record({
  act: fc.constant('move' as const),
  pick: which,
  times: fc.constantFrom(1, 1, 1, 1, 2),
});
const ticket = fc.constantFrom('T-1', 'T-2', 'T-3', 'T-4', 'T-5');
const request = fc.record({
  act: fc.constant('request' as const),
  ticket,
  scope: fc.nat({ max: scopes.length - 1 }),
  hotfix: fc.constantFrom(false, false, false, true),
});
/** Somebody does what a release waits for. */
const goOn = fc.record({ act: fc.constant('goOn' as const), who: which });
/** The same, but releases on production are left there. */
const bring = fc.record({ act: fc.constant('bring' as const), who: which });
const interfere = fc.record({
  act: fc.constantFrom(
    'cancel' as const,
    'override' as const,
    'hotfix' as const,
    'handover' as const,
    'rollback' as const,
    'recheck' as const,
    'tellNeeds' as const,
  ),
  who: which,
});
const lockCommand = fc.record({
  act: fc.constantFrom('freeze' as const, 'freezeForAWhile' as const, 'unfreeze' as const, 'unlock' as const),
  component,
});
const death = fc.record({
  act: fc.constantFrom('terminate' as const, 'cancelInTemporal' as const, 'bury' as const),
  who: which,
});
const coordinatorDeath = fc.record({ act: fc.constant('crash' as const), component, late: fc.boolean() });
const recovery = fc.oneof(
  fc.record({ act: fc.constant('restart' as const), component }),
  fc.record({ act: fc.constant('reconcile' as const) }),
);
const time = fc.record({
  act: fc.constant('wait' as const),
  ms: fc.constantFrom(4000, 11_000, minuteMs, 20 * minuteMs, holdForMs + minuteMs),
});

const takingUp = fc.record({ act: fc.constant('takeUp' as const), who: which });

const configured = fc.record({
  act: fc.constant('configure' as const),
  to: fc.nat({ max: configurations.length - 1 }),
});
const trackerAway = fc.record({ act: fc.constant('tracker' as const), answers: fc.boolean() });

/** Changes a ticket, the configuration, or whether the tracker answers. */
const change = fc.oneof(
  fc.record({
    act: fc.constant('change' as const),
    ticket,
    change: fc.oneof(
      fc.constantFrom(...scopes).map((components) => ({ components })),
      fc.boolean().map((tested) => ({ tested })),
      fc.constantFrom('', 'https://t/2').map((url) => ({ url })),
    ),
  }),
  configured,
  trackerAway,
);

/** Something that happens. `who` and `pick` are indexes into what is possible at that moment. */
export const happening = fc.oneof(
  { weight: 50, arbitrary: move },
  { weight: 8, arbitrary: request },
  { weight: 17, arbitrary: goOn },
  { weight: 1, arbitrary: bring },
  { weight: 4, arbitrary: interfere },
  { weight: 5, arbitrary: lockCommand },
  { weight: 3, arbitrary: death },
  { weight: 2, arbitrary: coordinatorDeath },
  { weight: 3, arbitrary: recovery },
  { weight: 3, arbitrary: time },
  { weight: 5, arbitrary: takingUp },
  { weight: 8, arbitrary: change },
);

/** `billing` is renamed, and the configuration names its former names or leaves them out. */
const namesOfBilling = configurations.flatMap((company, index) =>
  index === 0 || 'aid' in company || 'pay' in company ? [index] : [],
);
const renamed = fc.record({
  act: fc.constant('configure' as const),
  to: fc.constantFrom(...namesOfBilling),
});
/** `billing`, `db`, `pay` and `aid`. */
const renamedScopes = fc.constantFrom(1, 1, 2, 5, 6);

/** Releases that proceed, mostly on one component, while the configuration keeps changing. */
export const reconfiguring: typeof happening = fc.oneof(
  { weight: 60, arbitrary: move },
  {
    weight: 8,
    arbitrary: fc
      .record({ asked: request, scope: renamedScopes })
      .map(({ asked, scope }) => ({ ...asked, scope })),
  },
  { weight: 30, arbitrary: bring },
  { weight: 2, arbitrary: goOn },
  { weight: 2, arbitrary: configured },
  { weight: 4, arbitrary: renamed },
  { weight: 1, arbitrary: trackerAway },
  { weight: 4, arbitrary: recovery },
  { weight: 1, arbitrary: coordinatorDeath },
  { weight: 1, arbitrary: time },
);
export type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never;

export function happen(world: World, it: Happening): void {
  world.tick();
  switch (it.act) {
    case 'move':
      picked(moves(world), it.pick)?.(it.times);
      break;
    case 'request':
      world.request(it.ticket, scopes[it.scope] ?? [], it.hotfix);
      break;
    case 'goOn':
      withOne(world.open(), it.who, (release) => {
        goOnWith(world, release);
      });
      break;
    case 'bring':
      withOne(
        world.open().filter(({ state }) => !isOnProduction(state)),
        it.who,
        (release) => {
          goOnWith(world, release);
        },
      );
      break;
    case 'crash':
      world.crash(it.component, it.late);
      break;
    case 'restart':
      world.restart(it.component);
      break;
    case 'reconcile':
      world.reconcile();
      break;
    case 'wait':
      world.wait(it.ms);
      break;
    case 'freeze':
    case 'unfreeze':
    case 'unlock':
      world.commandLock(it.component, it.act, null);
      break;
    case 'freezeForAWhile':
      world.commandLock(it.component, 'freeze', world.now + 30 * minuteMs);
      break;
    case 'change':
      world.changeTicket(it.ticket, it.change);
      break;
    case 'configure':
      world.configure(it.to);
      break;
    case 'tracker':
      world.trackerAnswers = it.answers;
      world.say(`the tracker ${it.answers ? 'answers' : 'is away'}`);
      break;
    case 'bury':
      withOne(
        world.releases.filter(({ fate }) => fate === 'dead'),
        it.who,
        (release) => {
          world.bury(release);
        },
      );
      break;
    case 'takeUp':
      withOne(
        world.open().filter(({ state }) => isOnProduction(state)),
        it.who,
        (release) => {
          takeUp(world, release);
        },
      );
      break;
    default:
      withOne(world.open(), it.who, (release) => {
        disturb(world, release, it.act);
      });
  }
}

function disturb(world: World, release: Release, act: Extract<Happening, { who: number }>['act']): void {
  switch (act) {
    case 'cancel':
      world.command(release, 'cancel', people.approver);
      break;
    case 'override':
      world.command(release, 'override', people.approver);
      break;
    case 'hotfix':
      world.command(release, 'hotfix', people.approver);
      break;
    case 'handover':
      world.command(release, 'handover', people.approver, people.approver);
      break;
    case 'recheck':
      world.command(release, 'recheck', people.approver);
      break;
    case 'rollback':
      world.command(release, 'depRollback', release.state.requester);
      break;
    case 'tellNeeds':
      world.tellNeeds(release);
      break;
    case 'terminate':
      world.terminate(release);
      break;
    case 'cancelInTemporal':
      world.cancelInTemporal(release);
      break;
    case 'goOn':
    case 'bring':
    case 'takeUp':
    case 'bury':
  }
}

const next: Partial<Record<Stage, 'recheck' | 'accept' | 'depStart' | 'depFinish'>> = {
  needs_work: 'recheck',
  awaiting_approval: 'accept',
  ready: 'depStart',
  deploying: 'depFinish',
};

export function goOnWith(world: World, release: Release): void {
  const { stage, requester, votes } = release.state;
  const signal = next[stage];
  if (signal === undefined) return;
  const voter = voters.find((user) => !votes.some((vote) => vote.user === user));
  world.command(release, signal, signal === 'accept' ? (voter ?? people.approver) : requester);
}

/** Every step that the network and the processes can do next. */
export function moves(world: World): ((times: number) => void)[] {
  const open = world.open();
  return [
    ...open
      .filter(({ state: { pendingOrders } }) =>
        pendingOrders.some(({ component: name }) => world.coordinators.has(name)),
      )
      .map((release) => (times: number) => void world.send(release, times)),
    ...world.posts.map((post) => (times: number) => {
      world.deliver(post, times);
    }),
    ...[...world.coordinators.values()]
      .filter((coordinator) => world.canHandle(coordinator))
      .map(({ component: name }) => () => {
        world.handle(name);
      }),
    ...open
      .filter((release) => world.canRead(release))
      .map((release) => () => {
        world.read(release);
      }),
    ...open
      .filter(({ read }) => read !== null)
      .map((release) => () => {
        world.find(release);
      }),
    ...open
      .filter((release) => world.canClose(release))
      .map((release) => () => {
        world.close(release);
      }),
  ];
}

const picked = <T>(list: readonly T[], pick: number): T | undefined => list[pick % Math.max(1, list.length)];

function withOne(list: readonly Release[], pick: number, act: (release: Release) => void): void {
  const release = picked(list, pick);
  if (release !== undefined) act(release);
}
