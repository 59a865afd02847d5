/** The recorded answers of a real Gitea; `npm run record:gitea` records them again. */
import { afterAll } from 'vitest';
import { playedServer } from '../played/server.ts';
import type { PlayedServer } from '../played/server.ts';
import { playRecorded } from './answers.ts';
import { giteaCases } from './gitea-cases.ts';

let server: PlayedServer;
afterAll(() => {
  server.close();
});

giteaCases(async () => {
  server = await playedServer();
  const tokens = { bot: 't0ken-of-the-bot', gone: 't0ken-that-was', narrow: 't0ken-for-another' };
  return { url: server.url, tokens, keys: await playRecorded(server, tokens) };
});
