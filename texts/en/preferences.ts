import { code } from '../mrkdwn.ts';
import type { PreferenceTexts } from '../preferences.ts';
import { readersClock, timeOfDay } from '../times.ts';
import { and, locale } from './language.ts';

export const preferences: PreferenceTexts = {
  heading: 'What you hear from me',
  nudges: {
    message: '*Nudges* about what waits for you: as direct messages',
    none: '*Nudges* about what waits for you: none. I ask once, and that is all.',
  },
  nudgeButton: { message: 'Nudge me', none: 'No nudges' },
  snoozeButton: 'Snooze 30 min',
  wakeButton: 'Nudge me again',
  snoozed: (until, clock) => `:zzz: No nudges until ${readersClock(until, clock, locale)}.`,
  quiet: (hours, weekends, zone) => {
    const times = [
      ...(hours === null ? [] : [`${timeOfDay(hours.from)} to ${timeOfDay(hours.to)}`]),
      ...(weekends ? ['all of Saturday and Sunday'] : []),
    ];
    return times.length === 0
      ? '*Quiet hours*: none'
      : `*Quiet hours*: ${and(times)} (${zone}). Only hotfixes and releases on production disturb them.`;
  },
  quietFrom: 'from',
  quietTo: 'to',
  notQuietButton: 'No quiet hours',
  weekendButton: { quiet: 'Quiet weekends', loud: 'Weekends as other days' },
  follow: (components) =>
    `*Components that you follow*: ${and(components.map(code)) || 'none'}\nYou hear when a release of them starts on production, and when it ends.`,
  youFollow: (components) => `_You follow ${and(components.map(code))}; my App Home has the list._`,
  snoozedThere: (until, clock) =>
    `:zzz: No nudges until ${readersClock(until, clock, locale)}. In my App Home you can have them back sooner.`,
  notKept: {
    noDatabase: 'Nothing was changed: there is no database here in which I could keep it.',
    databaseAway: 'That was not kept: my database does not answer. Please try again in a minute.',
  },
  away: 'My database does not answer: this is what I knew last, and nothing can be changed right now.',
};
