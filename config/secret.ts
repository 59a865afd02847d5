import { readFileSync } from 'node:fs';

/**
 * A secret that was given in a way that cannot be meant. The message is for operators, and tells nothing of it. It has no cause: that of a file does not
 * name the variable, and people are told the innermost cause.
 */
export class SecretMistake extends Error {
  override readonly name = 'SecretMistake';
}

/**
 * The secret that the environment has under a name, or in the file that `NAME_FILE` names, without the end of its last line. Null if it is not
 * there. Throws `SecretMistake` if it is there in both ways, or if the file cannot be read or is empty.
 */
export function readSecret(name: string, env: NodeJS.ProcessEnv): string | null {
  const [given, path] = [env[name], env[`${name}_FILE`]];
  if (!path) return given || null;
  if (given) throw new SecretMistake(`${name} and ${name}_FILE are both set; one of them has to go.`);
  const read = textIn(name, path).trim();
  if (read === '') throw new SecretMistake(`${name}_FILE names ${path}, which is empty.`);
  return read;
}

function textIn(name: string, path: string): string {
  let reason: string | undefined;
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    reason = (error as NodeJS.ErrnoException).code;
  }
  throw new SecretMistake(`${name}_FILE names ${path}, which cannot be read (${reason ?? 'unknown'}).`);
}

/** Whether it may be there; a file is read when it is needed. */
export const isNamed = (name: string, env: NodeJS.ProcessEnv): boolean =>
  Boolean(env[name]) || Boolean(env[`${name}_FILE`]);
