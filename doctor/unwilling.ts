import { databaseUrl } from '../config/database.ts';
import { connectLog } from '../log/connection.ts';
import { PeopleStore } from '../log/people.ts';

const nobody: ReadonlySet<string> = new Set();

/** The users who have switched reminders off. Empty without a database or if it fails, which is a finding of its own. */
export async function usersWithoutReminders(env: NodeJS.ProcessEnv): Promise<ReadonlySet<string>> {
  const url = databaseUrl(env);
  if (url === null) return nobody;
  const db = connectLog(url, { onError: () => undefined });
  try {
    const preferences = await new PeopleStore(() => Promise.resolve(db)).preferences();
    return new Set([...preferences].flatMap(([user, { nudges }]) => (nudges === 'none' ? [user] : [])));
  } catch {
    return nobody;
  } finally {
    await db.destroy();
  }
}
