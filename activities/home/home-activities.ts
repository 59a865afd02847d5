import type { WebClient } from '@slack/web-api';
import { textMessage } from '../../blocks/message.ts';
import { welcomeMessage } from '../../blocks/welcome.ts';
import type { KnownLocks } from '../../client/known-locks.ts';
import type { Releases } from '../../client/releases.ts';
import type { SettingsSource } from '../../config/settings-source.ts';
import type { HomeActivities } from '../../domain/messages/activities.ts';
import type { NotKept, PreferenceChange } from '../../domain/preferences.ts';
import type { Clock, Texts } from '../../texts/index.ts';
import type { Readers } from '../../texts/readers.ts';
import type { People } from '../people.ts';
import { withHeartbeats } from '../slack/saying-it.ts';
import type { Post } from '../slack/posts.ts';
import type { Voice } from '../speaker.ts';
import type { PreferenceCache } from '../preference-cache.ts';
import { publishHome } from './publish-home.ts';

interface HomeWorld {
  readonly settingsNow: SettingsSource;
  readonly slack: WebClient;
  readonly people: People;
  readonly readers: Readers;
  readonly releases: Releases;
  readonly locks: KnownLocks;
  readonly wishes: PreferenceCache;
  readonly speaker: Voice;
}

/** The activities of the App Home: showing it, keeping the preferences chosen there, and the welcome. */
export function homeActivities(world: HomeWorld): HomeActivities {
  const { settingsNow, slack, people, readers, releases, locks, wishes, speaker } = world;
  return {
    publishHome: (user, notKept) =>
      withHeartbeats(async () => {
        const settings = await locks.in(await settingsNow());
        const texts = await readers.textsIn(settings.language).of(user);
        const { welcomed, ...own } = await wishes.of(user, settings.release.calendar.timezone);
        await publishHome({ user, settings, people, releases }, { ...own, notKept }, texts, slack);
        return welcomed === false;
      }),

    keepPreference: (user, { change }) => wishes.keep(user, change),

    answerPreference: (user, { change, answer }, notKept) =>
      speaker.say(async ({ language, release: { calendar } }): Promise<readonly Post[]> => {
        if (answer === null) return [];
        const own = await readers.textsIn(language).of(user);
        const text = wordChange(change, notKept, own, { now: Date.now(), timezone: calendar.timezone });
        if (text === null) return [];
        const id = `preference:${answer.commandId}`;
        const address = { to: 'reply', user, replyTo: answer.replyTo } as const;
        return [{ id, address, message: textMessage(id, text, null, own) }];
      }),

    claimWelcome: ({ user, by }) => wishes.claimWelcome(user, by),

    welcomePerson: (user) =>
      speaker.say(async ({ language }) => {
        const id = `welcome:${user}`;
        const message = welcomeMessage(id, await readers.textsIn(language).of(user));
        return [{ id, address: { to: 'person', user }, message }];
      }),
  };
}

/** The answer to a change that was made with a button below a message; null if there is nothing to say. */
function wordChange(
  change: PreferenceChange,
  notKept: NotKept | null,
  { preferences: words }: Texts,
  clock: Clock,
): string | null {
  if (notKept !== null) return words.notKept[notKept];
  return change.type === 'snooze' && change.until !== null ? words.snoozedThere(change.until, clock) : null;
}
