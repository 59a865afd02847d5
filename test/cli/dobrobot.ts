import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { projectRoot, without } from '../../start/project.ts';

export interface Said {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs `dobrobot` with these words. Of the variable families that it reads, it gets only what `env` names. */
export const dobrobot = (
  words: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Promise<Said> =>
  new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [join(projectRoot, 'cli', 'dobrobot.mjs'), ...words],
      {
        env: {
          ...without(process.env, 'TEMPORAL', 'SLACK', 'DOBROBOT', 'DATABASE'),
          // No `npm start` runs there.
          DOBROBOT_HOME: '/nonexistent',
          ...env,
        },
        maxBuffer: 1e9,
      },
      (_, out, err) => {
        resolve({ code: child.exitCode ?? -1, out, err });
      },
    );
  });
