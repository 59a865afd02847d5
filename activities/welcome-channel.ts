import { welcomeMessage } from '../blocks/welcome.ts';
import type { Releases } from '../client/releases.ts';
import type { ReleaseLog } from '../log/release-log.ts';
import type { Readers } from '../texts/readers.ts';
import type { Voice } from './speaker.ts';

/** How far back an earlier welcome is searched for. An older one may be repeated, as long as nothing was released. */
const lookedForMs = 30 * 24 * 60 * 60_000;

interface WelcomeSources {
  readonly releases: Releases;
  readonly releaseLog: ReleaseLog | null;
  readonly readers: Readers;
  readonly speaker: Voice;
}

/** See `WelcomeActivities.welcomeChannel`. Throws as long as the channel refuses it, so that it is retried. */
export async function welcomeChannel({
  releases,
  releaseLog,
  readers,
  speaker,
}: WelcomeSources): Promise<void> {
  if (await releases.wereAny()) return;
  if (releaseLog !== null && (await releaseLog.newest()) !== null) return;
  await speaker.say(({ language }) => {
    const id = 'welcome';
    const message = welcomeMessage(id, readers.textsIn(language).everyone);
    return Promise.resolve([{ id, address: { to: 'everyone' }, message }]);
  }, Date.now() - lookedForMs);
}
