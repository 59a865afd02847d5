import { readFileSync } from 'node:fs';

/**
 * A secret that is set wrongly. The message is for operators and never contains the secret. Has no `cause`: people are shown the innermost
 * cause, and that of a file does not name the variable.
 */
export class SecretMistake extends Error {
  override readonly name = 'SecretMistake';
}

/**
 * The secret in the variable `name`, or in the file that `NAME_FILE` names, trimmed. Null if neither is set. Throws `SecretMistake` if both
 * are set, or if the file is empty or cannot be read.
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

/** Whether the secret is set. Does not read the file. */
export const isNamed = (name: string, env: NodeJS.ProcessEnv): boolean =>
  Boolean(env[name]) || Boolean(env[`${name}_FILE`]);
