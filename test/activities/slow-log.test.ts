/** A database that takes connections and never says a word: nobody waits for it. */
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { logAnswer } from '../../activities/questions/log-answer.ts';
import { usualTimes } from '../../activities/questions/usual-times.ts';
import { loadSettings } from '../../config/load-settings.ts';
import { ReleaseLog } from '../../log/release-log.ts';
import { textsIn } from '../../texts/index.ts';

const sockets: Socket[] = [];
const database = createServer((socket) => {
  socket.on('error', () => undefined);
  sockets.push(socket);
});
let log: ReleaseLog;

beforeAll(async () => {
  database.listen(0, '127.0.0.1');
  await once(database, 'listening');
  const { port } = database.address() as AddressInfo;
  log = new ReleaseLog(`postgres://u:p@127.0.0.1:${port}/log`, () => undefined);
});
afterAll(async () => {
  for (const socket of sockets) socket.destroy();
  database.close();
  await log.close();
});

/** What comes of it, and how many ms later than a timer of so many, which a busy machine holds up as much. */
async function timed<T>(act: () => Promise<T>, ms: number): Promise<readonly [T, number]> {
  const logger = new DefaultLogger('ERROR', () => undefined);
  const finding = new MockActivityEnvironment({}, { logger }).run<[], T, () => Promise<T>>(act);
  const [found, foundAt, dueAt] = await Promise.all([
    finding,
    finding.then(() => performance.now()),
    sleep(ms).then(() => performance.now()),
  ]);
  return [found, foundAt - dueAt];
}

it('there is no estimate, after a second', async () => {
  const [usual, lateByMs] = await timed(() => usualTimes(['db'], log), 1000);
  expect(usual).toEqual({});
  expect(lateByMs).toBeLessThan(500);
});

it('a question is answered after five, saying so', async () => {
  const texts = textsIn('en');
  const settings = await loadSettings('dobrobot.yaml');
  const stats = { type: 'stats', component: null, forMs: null } as const;
  const [answer, lateByMs] = await timed(() => logAnswer(stats, log, settings, texts), 5000);
  expect(answer).toBe(texts.releaseLog.away);
  expect(lateByMs).toBeLessThan(500);
});
