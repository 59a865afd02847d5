import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { PlayedServer } from '../played/server.ts';

/** Replaces the address of the recorded server. */
const elsewhere = 'http://gitea.test';

const recorded = z.object({
  /** Keys of tickets, by purpose. */
  keys: z.record(z.string(), z.string()),
  /** By the name of the token's owner and the path, such as `bot /api/v1/version`. */
  answers: z.record(
    z.string(),
    z.object({ status: z.number(), headers: z.record(z.string(), z.string()).optional(), body: z.unknown() }),
  ),
});
export type Recorded = z.output<typeof recorded>;
type Tokens = Readonly<Record<string, string>>;

const file = new URL('gitea.json', import.meta.url);

/** The owner of the token in a header such as `token 4711`. */
export const asking = (authorization: unknown, tokens: Tokens): string =>
  Object.entries(tokens).find(([, token]) => authorization === `token ${token}`)?.[0] ?? 'unknown';

export const withoutAddress = <T>(given: T, url: string): T => replaced(given, url, elsewhere);

/** Answers as the recorded server did. A request that was not recorded is an error. */
export async function playRecorded(server: PlayedServer, tokens: Tokens): Promise<Recorded['keys']> {
  const { keys, answers } = replaced(
    recorded.parse(JSON.parse(await readFile(file, 'utf8'))),
    elsewhere,
    server.url,
  );
  server.answers = ({ path, headers }) => {
    const asked = `${asking(headers['authorization'], tokens)} ${path}`;
    const {
      status,
      headers: own = {},
      body,
    } = answers[asked] ?? { status: 500, body: `not recorded: ${asked}` };
    return { status, headers: own, body };
  };
  return keys;
}

const replaced = <T>(given: T, from: string, to: string): T =>
  JSON.parse(JSON.stringify(given).replaceAll(from, to)) as T;
