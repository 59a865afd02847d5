import type { HomeView } from '@slack/web-api';
import { Actions, Button, Header, HomeTab, Section } from 'slack-block-builder';
import type { ViewBlockBuilder } from 'slack-block-builder';
import type { LockView } from '../domain/lock/lock-view.ts';
import { isIdle } from '../domain/lock/quiet-lock.ts';
import type { Step } from '../domain/release/steps.ts';
import type { QueuedRelease } from '../domain/messages/question-answer.ts';
import type { HomePart, SharedFreeze, Surroundings, Texts } from '../texts/index.ts';
import { cut, shorten } from '../texts/mrkdwn.ts';
import { commandButton, targetOf } from './command-button.ts';
import { limits } from './limits.ts';
import { preferenceBlocks } from './preferences.ts';
import type { PreferencesShown } from './preferences.ts';

/** The action ID of the button that opens the request form. */
export const askAction = 'ask';

/** What an App Home shows. */
export interface HomeFacts {
  /** The releases that wait for this user, with the steps they can take. */
  readonly waiting: readonly { readonly release: OpenRelease; readonly steps: readonly Step[] }[];
  /** How many more releases may be waiting for them. */
  readonly moreWaiting: number;
  readonly mine: readonly QueuedRelease[];
  readonly open: readonly QueuedRelease[];
  readonly locks: readonly LockView[];
  /** Components whose lock does not answer. */
  readonly silent: readonly string[];
}
interface OpenRelease extends QueuedRelease {
  readonly key: string;
  readonly finding: number;
}

/** How many items each part shows. Together they stay below Slack's limit of blocks. */
export const room = { waiting: 10, mine: 15, queue: 36, freezes: 10 } as const satisfies Record<
  HomePart,
  number
>;

export function homeView(
  facts: HomeFacts,
  own: PreferencesShown,
  texts: Texts,
  around: Surroundings,
): HomeView {
  const { waiting, moreWaiting, mine, open, locks } = facts;
  const { ask, release, lock, freeze } = texts.home;
  const busy = locks.filter(({ holders, queue }) => holders.length + queue.length > 0);
  const part = partsIn(texts);
  const view = HomeTab().blocks(
    Actions().elements(Button({ actionId: askAction, text: shorten(ask, limits.button) }).primary()),
    part(
      'waiting',
      waiting.map((item) => [paragraph(release(item.release, around)), buttons(item, texts)]),
      moreWaiting,
    ),
    part(
      'mine',
      mine.map((one) => [paragraph(release(one, around))]),
    ),
    part(
      'queue',
      busy.map((one) => [paragraph(lock(one, open, around))]),
    ),
    quietLocks(facts, texts),
    part(
      'freezes',
      sharedFreezes(locks).map((one) => [paragraph(freeze(one, around))]),
    ),
    preferenceBlocks(own, texts, around),
  );
  return view.buildToObject();
}

/** A part under its heading, cut to its `room`; `more` counts items left out before. */
const partsIn =
  ({ home }: Texts) =>
  (name: HomePart, items: readonly (readonly ViewBlockBuilder[])[], more = 0): ViewBlockBuilder[] => {
    const shown = items.slice(0, room[name]);
    const left = items.length - shown.length + more;
    return [
      Header({ text: shorten(home.headings[name], limits.header) }),
      ...(items.length + more === 0 ? [paragraph(home.nothing[name])] : shown.flat()),
      ...(left === 0 ? [] : [paragraph(home.more(name, left))]),
    ];
  };

const paragraph = (text: string): ViewBlockBuilder => Section({ text: cut(text, limits.section) });

const buttons = ({ release, steps }: HomeFacts['waiting'][number], texts: Texts): ViewBlockBuilder =>
  Actions().elements(steps.map((step) => commandButton(step, targetOf(release, release.key), texts)));

function quietLocks({ locks, silent }: HomeFacts, { home }: Texts): ViewBlockBuilder[] {
  const free = locks.filter(isIdle).map(({ component }) => component);
  return [
    ...(silent.length === 0 ? [] : [paragraph(home.silent(silent))]),
    ...(free.length === 0 ? [] : [paragraph(home.free(free))]),
  ];
}

/** The freezes of all locks, merged, so that a freeze of everything appears once. */
function sharedFreezes(locks: readonly LockView[]): readonly SharedFreeze[] {
  const shared = new Map<string, SharedFreeze>();
  for (const { component, freezes } of locks) {
    for (const freeze of freezes) {
      const { by, until, reason } = freeze;
      const key = JSON.stringify([by, until, reason]);
      shared.set(key, { ...freeze, components: [...(shared.get(key)?.components ?? []), component] });
    }
  }
  return [...shared.values()];
}
