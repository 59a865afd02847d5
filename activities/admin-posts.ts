import { createHash } from 'node:crypto';
import { textMessage } from '../blocks/message.ts';
import type { Settings } from '../domain/settings.ts';
import { troubleKey } from '../domain/trouble.ts';
import type { Trouble } from '../domain/trouble.ts';
import type { Texts } from '../texts/index.ts';
import type { TextsByReader } from '../texts/readers.ts';
import type { People } from './people.ts';
import type { Post } from './slack/posts.ts';

/**
 * Direct messages to each admin about a trouble. A trouble with a hook, which concerns a release,
 * goes to everyone instead. Throws Slack's errors if a retry may find out who the admins are.
 */
export async function adminPosts(
  trouble: Trouble,
  settings: Settings,
  people: People,
  texts: TextsByReader,
): Promise<readonly Post[]> {
  const key = createHash('sha256').update(troubleKey(trouble)).digest('hex').slice(0, 16);
  if (trouble.type === 'hook') return [forEveryone(trouble, `trouble:${key}`, texts.everyone)];
  const admins = await people.expand(settings.people.admins);
  return Promise.all(
    admins.map(async (user): Promise<Post> => {
      const own = await texts.of(user);
      const id = `trouble:${key}:${user}`;
      const message = textMessage(id, own.setup.trouble(trouble), null, own);
      return { id, address: { to: 'person', user }, message };
    }),
  );
}

const forEveryone = (trouble: Trouble, id: string, texts: Texts): Post => ({
  id,
  address: { to: 'everyone' },
  message: textMessage(id, texts.setup.trouble(trouble), null, texts),
});
