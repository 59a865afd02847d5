import { snoozeRow } from '../../blocks/preferences.ts';
import type { Notice } from '../../domain/messages/notice.ts';
import { isRoundTheClock } from '../../domain/release/state.ts';
import type { Settings } from '../../domain/settings.ts';
import type { TextsByReader } from '../../texts/readers.ts';
import type { PreferenceCache } from '../preference-cache.ts';
import type { Post } from './posts.ts';

interface NudgeContext {
  readonly settings: Settings;
  readonly texts: TextsByReader;
  readonly wishes: PreferenceCache;
  /** Whether an earlier attempt has already messaged this user. If so, the message stays. */
  readonly wasTold: (user: string) => boolean;
}

/** The direct messages of a notice that their recipients want. A nudge gets a button to snooze. */
export async function wanted(
  notice: Notice,
  posts: readonly Post[],
  { settings, texts, wishes, wasTold }: NudgeContext,
): Promise<readonly Post[]> {
  if (notice.kind !== 'event' || notice.event.type !== 'nudged' || !wishes.areKept) return posts;
  const users = await wishes.nudgeable(posts.flatMap(userOf), {
    now: Date.now(),
    roundTheClock: isRoundTheClock(notice.event.facts.reminder, notice.card.priority),
    otherwise: settings.release.calendar.timezone,
  });
  const isWanted = (user: string) => users.includes(user) || wasTold(user);
  return Promise.all(
    posts.filter((post) => userOf(post).every(isWanted)).map((post) => snoozable(post, texts)),
  );
}

async function snoozable(post: Post, texts: TextsByReader): Promise<Post> {
  const [user] = userOf(post);
  if (user === undefined) return post;
  const blocks = [...post.message.blocks, snoozeRow(await texts.of(user))];
  return { ...post, message: { ...post.message, blocks } };
}

const userOf = ({ address }: Post): readonly string[] => (address.to === 'person' ? [address.user] : []);
