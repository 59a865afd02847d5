import type { WebClient } from '@slack/web-api';
import { Pace } from '../../activities/slack/pace.ts';
import { Poster } from '../../activities/slack/poster.ts';
import type { Post } from '../../activities/slack/posts.ts';
import { nothingTold } from '../../activities/slack/progress.ts';
import { itemOf } from '../../activities/slack/post-items.ts';
import { Telling } from '../../activities/slack/telling.ts';

export const voice = (slack: WebClient): Pace => new Pace(slack, 1000);

/** When the earlier attempt began that may have posted already, epoch ms. */
export const began = 1_000_000;

interface Setting {
  /** Whether an earlier attempt may have posted it. */
  readonly again?: boolean;
  readonly releaseChannel?: string;
  readonly onLost?: (post: string, reason: string) => void;
}

const unexpected = (post: string, reason: string): never => {
  throw new Error(`${post}: ${reason}`);
};

export const posterOf = (said: Pace, { releaseChannel = 'C1', onLost = unexpected }: Setting = {}): Poster =>
  new Poster(said, () => Promise.resolve(releaseChannel), onLost);

/** Delivers these posts in one attempt. Throws the first failure. */
export async function say(said: Pace, posts: readonly Post[], setting: Setting = {}): Promise<void> {
  const poster = posterOf(said, setting);
  const telling = new Telling({
    before: setting.again === true ? { told: {}, doubtful: null } : nothingTold,
    began,
    triedSince: new Map(),
    patience: { inAllMs: null, quietMs: null },
    signal: new AbortController().signal,
  });
  await telling.tell(posts.flatMap((post) => itemOf(post, poster)));
  if (telling.failures.length > 0) throw telling.failures[0] as Error;
}
