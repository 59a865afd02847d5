import { databaseUrl } from '../config/database.ts';
import { reasonOf } from '../domain/reason-of.ts';
import { ReleaseLog } from '../log/release-log.ts';
import { words } from '../texts/cli.ts';
import { NotReachable } from './say/way.ts';

/** Opens the release log for `use` and closes it afterwards. Throws `NotReachable`, which names the way out. */
export async function withLog<T>(use: (log: ReleaseLog) => Promise<T>): Promise<T> {
  const url = databaseUrl(process.env);
  if (url === null) throw new NotReachable(words.noDatabase);
  const log = new ReleaseLog(url, (error) => {
    console.error(words.brokenConnection(error.message));
  });
  try {
    await log.database().catch((cause: unknown) => {
      throw new NotReachable(words.logFails(reasonOf(cause)), { cause });
    });
    return await use(log);
  } finally {
    await log.close();
  }
}
