import { textMessage } from '../blocks/message.ts';
import type { Settings } from '../domain/settings.ts';
import { refusedCredential } from '../texts/refused-credential.ts';
import { textsIn } from '../texts/index.ts';
import { onLost } from './deliver.ts';
import type { People } from './people.ts';
import type { Poster } from './slack/poster.ts';
import type { RefusedCredential } from './ticket-activities.ts';

/** Tells each admin, once for each ID. */
export async function tellOfCredential(
  { id, tracker, reason }: RefusedCredential,
  { people: { admins }, language }: Settings,
  people: People,
  poster: Poster,
): Promise<void> {
  const text = refusedCredential(language, tracker, reason);
  const posts = (await people.expand(admins)).map((user) => ({
    id: `${id}:${user}`,
    address: { to: 'person' as const, user },
    message: textMessage(`${id}:${user}`, text, null, textsIn(language)),
  }));
  await poster.post(posts, onLost);
}
