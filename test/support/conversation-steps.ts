import type { Stage } from '../../domain/release/stage.ts';
import type { Person } from './company.ts';
import type { Place } from './transcript.ts';

/** The releases of the conversation: the first two touch the same critical component, the third a harmless one. */
export type Role = 'first' | 'second' | 'third';

/** Something that the bot says as the result of a step. */
export interface Reading {
  readonly place: Place;
  readonly about: Role;
  /** A pattern for the essential parts; `first`, `second`, `third` and `COMPONENT` stand for their names. */
  readonly says: string;
}

export interface Step {
  readonly user: Person;
  readonly words: string;
  readonly read: readonly Reading[];
  /** Of first, second and third after the step; null: not requested yet. */
  readonly stages: readonly [Stage, Stage | null, Stage | null];
  /** Who holds the lock after the step, and who waits for it, in order. */
  readonly holder: Role | null;
  readonly waiting: readonly Role[];
}

const at = (place: Place, about: Role, says: string): Reading => ({ place, about, says });

/** A message that asks somebody to act, or the one that replaces it once that is settled. */
const asks = (place: Place, about: Role, says: string): Reading =>
  at(place, about, `(?:${says})|(?:^(?:✔️|✅) .*${about})`);
/** The card, at this or a later stage of its release. */
const card = (about: Role, says: string): Reading =>
  at('shipping', about, `(?:${says})|(?:^[^<\\s]+ <.*${about}.*: )`);

const asked = (about: Role, by: Person, component: string): readonly Reading[] => [
  card(about, `^<@${by}> asks .*${about}.*${component}.*<@U_NORA> <@U_OTTO>.*accept ${about}`),
  asks('U_NORA', about, `^<@${by}> asks .*${about}.*${component}.*accept ${about}`),
  asks('U_OTTO', about, `^<@${by}> asks .*${about}.*${component}.*accept ${about}`),
];
const done = (about: Role): Reading => at('general', about, `^Done.*${about}`);
const accepted = (about: Role, by: Person, requester: Person): Reading =>
  at('shipping', about, `^<@${by}> gave the good .*${about}.*<@${requester}>`);
const adminCalled = (about: Role, requester: Person): readonly Reading[] => [
  at('shipping', about, `${about}.*turn.*<@U_SAM>.*here ${about}`),
  asks('U_SAM', about, `${about}.*<@${requester}>.*admin.*here ${about}`),
];
const adminFound = (about: Role, requester: Person): readonly Reading[] => [
  at('shipping', about, `^<@U_SAM> is the admin .*${about}.*<@${requester}>.*dep start ${about}`),
  asks(requester, about, `^<@U_SAM> is the admin .*${about}.*your turn.*dep start ${about}`),
  done(about),
];
const started = (about: Role, by: Person, component: string): readonly Reading[] => [
  at('shipping', about, `^<@${by}> started .*${about}.*${component}`),
  done(about),
];
const finished = (about: Role, by: Person): readonly Reading[] => [
  at('shipping', about, `^<@${by}> finished .*${about}`),
  done(about),
];

/** The whole conversation, from the request to `dep finish`, with everything that anybody reads. */
export const steps: readonly Step[] = [
  {
    user: 'U_ANN',
    words: 'dobro first',
    read: asked('first', 'U_ANN', 'COMPONENT'),
    stages: ['awaiting_approval', null, null],
    holder: null,
    waiting: [],
  },
  {
    user: 'U_BEN',
    words: 'dobro second',
    read: asked('second', 'U_BEN', 'COMPONENT'),
    stages: ['awaiting_approval', 'awaiting_approval', null],
    holder: null,
    waiting: [],
  },
  {
    user: 'U_ANN',
    words: 'dobro third',
    read: asked('third', 'U_ANN', 'ios-app'),
    stages: ['awaiting_approval', 'awaiting_approval', 'awaiting_approval'],
    holder: null,
    waiting: [],
  },
  {
    user: 'U_NORA',
    words: 'accept first',
    read: [accepted('first', 'U_NORA', 'U_ANN'), ...adminCalled('first', 'U_ANN'), done('first')],
    stages: ['awaiting_admin', 'awaiting_approval', 'awaiting_approval'],
    holder: 'first',
    waiting: [],
  },
  {
    user: 'U_OTTO',
    words: 'accept second',
    read: [accepted('second', 'U_OTTO', 'U_BEN'), done('second')],
    stages: ['awaiting_admin', 'queued', 'awaiting_approval'],
    holder: 'first',
    waiting: ['second'],
  },
  {
    user: 'U_NORA',
    words: 'accept third',
    read: [
      accepted('third', 'U_NORA', 'U_ANN'),
      at('shipping', 'third', 'third.*turn.*<@U_ANN>.*dep start third'),
      asks('U_ANN', 'third', 'your turn.*third.*dep start third'),
      done('third'),
    ],
    stages: ['awaiting_admin', 'queued', 'ready'],
    holder: 'first',
    waiting: ['second'],
  },
  {
    user: 'U_SAM',
    words: 'here first',
    read: adminFound('first', 'U_ANN'),
    stages: ['ready', 'queued', 'ready'],
    holder: 'first',
    waiting: ['second'],
  },
  {
    user: 'U_BEN',
    words: 'dep start second',
    read: [at('general', 'second', 'second.*1st in line.*COMPONENT.*first.*has the turn')],
    stages: ['ready', 'queued', 'ready'],
    holder: 'first',
    waiting: ['second'],
  },
  {
    user: 'U_ANN',
    words: 'dep start third',
    read: started('third', 'U_ANN', 'ios-app'),
    stages: ['ready', 'queued', 'deploying'],
    holder: 'first',
    waiting: ['second'],
  },
  {
    user: 'U_ANN',
    words: 'dep start first',
    read: started('first', 'U_ANN', 'COMPONENT'),
    stages: ['deploying', 'queued', 'deploying'],
    holder: 'first',
    waiting: ['second'],
  },
  {
    user: 'U_ANN',
    words: 'dep finish third',
    read: finished('third', 'U_ANN'),
    stages: ['deploying', 'queued', 'finished'],
    holder: 'first',
    waiting: ['second'],
  },
  {
    user: 'U_ANN',
    words: 'dep finish first',
    read: [...finished('first', 'U_ANN'), ...adminCalled('second', 'U_BEN')],
    stages: ['finished', 'awaiting_admin', 'finished'],
    holder: 'second',
    waiting: [],
  },
  {
    user: 'U_SAM',
    words: 'here second',
    read: adminFound('second', 'U_BEN'),
    stages: ['finished', 'ready', 'finished'],
    holder: 'second',
    waiting: [],
  },
  {
    user: 'U_BEN',
    words: 'dep start second',
    read: started('second', 'U_BEN', 'COMPONENT'),
    stages: ['finished', 'deploying', 'finished'],
    holder: 'second',
    waiting: [],
  },
  {
    user: 'U_SAM',
    words: 'dep finish second',
    read: finished('second', 'U_SAM'),
    stages: ['finished', 'finished', 'finished'],
    holder: null,
    waiting: [],
  },
];
