import { createHash } from 'node:crypto';
import { chmod, lstat, mkdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** Exchanges the identity token; null if it was exchanged before. Rejects with an error for people. */
type Exchange = () => Promise<string | null>;

const anotherWithin = 20;
const anotherEveryMs = 100;

/**
 * The short token for an identity token, which can be exchanged only once. A job calls the terminal several times, so the result is cached
 * in a folder that only its user can read, for as long as the job's machine lives. Null if it was exchanged elsewhere.
 */
export async function shortTokenOf(
  identity: string,
  server: string,
  env: NodeJS.ProcessEnv,
  exchange: Exchange,
): Promise<string | null> {
  const folder = await ownFolder(env);
  const name = createHash('sha256').update(`${server}\n${identity}`).digest('hex');
  const path = folder === null ? null : join(folder, name);
  const kept = await keptAt(path);
  if (kept !== null) return kept;
  const token = await exchange();
  if (token === null) return fromAnother(path);
  if (path !== null) await writeFile(path, token, { mode: 0o600 });
  return token;
}

/** Waits for another process of this job that may be writing the token. */
async function fromAnother(path: string | null): Promise<string | null> {
  for (let times = 0; path !== null && times < anotherWithin; times += 1) {
    const kept = await keptAt(path);
    if (kept !== null) return kept;
    await pause(anotherEveryMs);
  }
  return null;
}

const keptAt = async (path: string | null): Promise<string | null> =>
  path === null ? null : (await readFile(path, 'utf8').catch(() => '')).trim() || null;

/** The cache folder, or null if it cannot be trusted: in a shared temporary folder, another user may have created it first. */
async function ownFolder(env: NodeJS.ProcessEnv): Promise<string | null> {
  const user = process.getuid?.() ?? 0;
  const folder = join(env['RUNNER_TEMP'] || env['XDG_RUNTIME_DIR'] || tmpdir(), `dobrobot-${user}`);
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const found = await lstat(folder);
    if (!found.isDirectory() || (process.getuid !== undefined && found.uid !== user)) return null;
    await chmod(folder, 0o700);
    return folder;
  } catch {
    return null;
  }
}
