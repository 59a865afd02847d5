import type { Client } from '@temporalio/client';
import type { KnownLocks } from '../client/known-locks.ts';
import { lastDigest } from '../client/last-digest.ts';
import type { DigestActivities } from '../domain/messages/activities.ts';
import type { Readers } from '../texts/readers.ts';
import { digestPosts } from './digest-posts.ts';
import type { WordedSources } from './digest-posts.ts';
import type { Voice } from './speaker.ts';

interface DigestSources extends Omit<WordedSources, 'settings' | 'lastAt' | 'texts'> {
  readonly client: Client;
  readonly locks: KnownLocks;
  readonly readers: Readers;
  /** Null if Slack is off. Then the digest is dropped, since it is of no use later. */
  readonly speaker: Voice | null;
}

/** The morning digest and the weekly report. */
export const digestActivities = ({
  client,
  locks,
  readers,
  speaker,
  ...sources
}: DigestSources): DigestActivities => ({
  async postDigest(due) {
    await speaker?.say(async (configured) => {
      const settings = await locks.in(configured);
      const { everyone: texts } = readers.textsIn(settings.language);
      return digestPosts(due, { ...sources, settings, lastAt: () => lastDigest(client, due.kind), texts });
    });
  },
});
