import { Actions, Button, Header, Option, Section, StaticSelect } from 'slack-block-builder';
import type { ViewBlockBuilder } from 'slack-block-builder';
import type { KnownBlock } from '@slack/web-api';
import { z } from 'zod';
import { isSnoozed, nudgeWays, snoozeMs } from '../domain/preferences.ts';
import type { NotKept, NudgeWay, PreferenceChange, Preferences } from '../domain/preferences.ts';
import type { Surroundings, Texts } from '../texts/index.ts';
import { cut, shorten } from '../texts/mrkdwn.ts';
import { timeOfDay } from '../texts/times.ts';
import { buttonRow } from './button-row.ts';
import { componentOption, componentsSelect, selectable } from './components-select.ts';
import { limits } from './limits.ts';

const prefix = 'preference:';

/** Matches the action IDs of everything that changes preferences. */
export const preferenceActions = /^preference:/;

const actions = {
  nudges: `${prefix}nudges`,
  snooze: `${prefix}snooze`,
  wake: `${prefix}wake`,
  quietFrom: `${prefix}quietFrom`,
  quietTo: `${prefix}quietTo`,
  notQuiet: `${prefix}notQuiet`,
  weekends: `${prefix}weekends`,
  follows: `${prefix}follows`,
} as const;

/** The preferences as the App Home shows them. */
export interface PreferencesShown {
  readonly preferences: Preferences;
  /** The IANA time zone of the quiet hours. */
  readonly zone: string;
  /** Why nothing can be changed now; null if it can. */
  readonly problem: NotKept | null;
  /** Why the user's last change was not saved; null if it was. */
  readonly notKept: NotKept | null;
}

/** The blocks of the preferences. Without a database there is nothing to choose. */
export function preferenceBlocks(
  { preferences, zone, problem, notKept }: PreferencesShown,
  texts: Texts,
  around: Surroundings,
): ViewBlockBuilder[] {
  const words = texts.preferences;
  const heading = Header({ text: shorten(words.heading, limits.header) });
  if (problem === 'noDatabase') return [heading, Section({ text: words.notKept.noDatabase })];
  const trouble = notKept === null ? (problem === null ? null : words.away) : words.notKept[notKept];
  return [
    heading,
    ...(trouble === null ? [] : [Section({ text: `:warning: ${trouble}` })]),
    ...nudges(preferences, texts, around),
    ...quietHours(preferences, zone, texts, around),
    ...following(preferences, texts, around),
  ];
}

/** A new block ID each time. As long as a block keeps its ID, Slack shows what the user chose in it, whatever we preselect. */
const fresh = (name: string, { now }: Surroundings): string => `${prefix}${name}:${now}`;

const button = (actionId: string, label: string) => Button({ actionId, text: shorten(label, limits.button) });

function nudges({ nudges: way, snoozedUntil }: Preferences, texts: Texts, around: Surroundings) {
  const { nudges: text, nudgeButton, snoozed, snoozeButton, wakeButton } = texts.preferences;
  const isOn = way === 'message';
  const isNow = isOn && isSnoozed(snoozedUntil, around.now);
  const other: NudgeWay = isOn ? 'none' : 'message';
  return [
    Section({ text: isNow ? `${text[way]}\n${snoozed(snoozedUntil, around)}` : text[way] }),
    Actions().elements(
      ...(isNow ? [button(actions.wake, wakeButton)] : []),
      ...(isOn && !isNow ? [button(actions.snooze, snoozeButton)] : []),
      button(actions.nudges, nudgeButton[other]).value(other),
    ),
  ];
}

/** The snooze button below a nudge. */
export const snoozeRow = ({ preferences: { snoozeButton: label } }: Texts): KnownBlock =>
  buttonRow({ action: actions.snooze, label });

/** The choices for quiet hours, in minutes since midnight. */
const halfHours = Array.from({ length: 48 }, (_, n) => n * 30);
const timeOption = (minute: number) => Option({ value: String(minute), text: timeOfDay(minute) });

function quietHours({ quiet, quietWeekends }: Preferences, zone: string, texts: Texts, around: Surroundings) {
  const { quiet: text, quietFrom, quietTo, notQuietButton, weekendButton } = texts.preferences;
  const picker = (actionId: string, at: number | undefined, placeholder: string) => {
    const select = StaticSelect({ actionId, placeholder }).options(halfHours.map(timeOption));
    return at === undefined ? select : select.initialOption(timeOption(at));
  };
  return [
    Section({ text: text(quiet, quietWeekends, zone) }),
    Actions({ blockId: fresh('quiet', around) }).elements(
      picker(actions.quietFrom, quiet?.from, quietFrom),
      picker(actions.quietTo, quiet?.to, quietTo),
      ...(quiet === null ? [] : [button(actions.notQuiet, notQuietButton)]),
      button(actions.weekends, weekendButton[quietWeekends ? 'loud' : 'quiet']).value(
        quietWeekends ? 'loud' : 'quiet',
      ),
    ),
  ];
}

function following({ follows }: Preferences, texts: Texts, around: Surroundings) {
  const names = selectable(around.components);
  if (names.length === 0) return [];
  const select = componentsSelect(actions.follows, names);
  const chosen = follows.filter((name) => names.includes(name)).slice(0, limits.options);
  if (chosen.length > 0) select.initialOptions(chosen.map(componentOption));
  return [
    Section({
      blockId: fresh('follows', around),
      text: cut(texts.preferences.follow(follows), limits.section),
    }).accessory(select),
  ];
}

const chosen = {
  way: z.object({ value: z.enum(nudgeWays) }),
  weekends: z.object({ value: z.enum(['quiet', 'loud']) }),
  time: z.object({ selected_option: z.object({ value: z.coerce.number().int().min(0).max(1439) }) }),
  names: z.object({ selected_options: z.array(z.object({ value: z.string() })) }),
};

/** The change that a click or a choice makes at `now`, epoch ms. Null if it is not ours or not valid. */
export function readPreference(action: { readonly action_id: string }, now: number): PreferenceChange | null {
  switch (action.action_id) {
    case actions.nudges: {
      const way = chosen.way.safeParse(action).data?.value;
      return way === undefined ? null : { type: 'nudges', nudges: way };
    }
    case actions.snooze:
      return { type: 'snooze', until: now + snoozeMs };
    case actions.wake:
      return { type: 'snooze', until: null };
    case actions.quietFrom:
      return timeChosen('quietFrom', action);
    case actions.quietTo:
      return timeChosen('quietTo', action);
    case actions.notQuiet:
      return { type: 'notQuiet' };
    case actions.weekends: {
      const value = chosen.weekends.safeParse(action).data?.value;
      return value === undefined ? null : { type: 'weekends', quiet: value === 'quiet' };
    }
    case actions.follows: {
      const names = chosen.names.safeParse(action).data?.selected_options;
      return names === undefined ? null : { type: 'follows', components: names.map(({ value }) => value) };
    }
    default:
      return null;
  }
}

function timeChosen(type: 'quietFrom' | 'quietTo', action: object): PreferenceChange | null {
  const minute = chosen.time.safeParse(action).data?.selected_option.value;
  return minute === undefined ? null : { type, minute };
}
