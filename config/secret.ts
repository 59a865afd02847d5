import { readFile } from 'node:fs/promises';

/** The secret that the environment has under a name, or in the file that `NAME_FILE` names. Null if it is not there. */
export async function readSecret(name: string, env: NodeJS.ProcessEnv): Promise<string | null> {
  const given = env[name];
  if (given) return given;
  const path = env[`${name}_FILE`];
  if (!path) return null;
  try {
    return (await readFile(path, 'utf8')).trim() || null;
  } catch {
    return null;
  }
}

/** Whether it may be there; the file is read when it is needed. */
export const isNamed = (name: string, env: NodeJS.ProcessEnv): boolean =>
  Boolean(env[name]) || Boolean(env[`${name}_FILE`]);
