/** A database that accepts connections and never answers: nobody waits for it. */
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from '@temporalio/client';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Releases } from '../../client/releases.ts';
import { logAnswer } from '../../questions/log-answer.ts';
import { usualTimesFromLog } from '../../questions/usual-times.ts';
import { loadSettings } from '../../config/load-settings.ts';
import { ReleaseLog } from '../../log/release-log.ts';
import type { AnswerSources } from '../../questions/sources.ts';

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

/** The result of `act`, and by how many ms it was later than a timer of `ms`. A busy machine delays both equally. */
async function timed<T>(act: () => Promise<T>, ms: number): Promise<readonly [T, number]> {
  const finding = act();
  const [found, foundAt, dueAt] = await Promise.all([
    finding,
    finding.then(() => performance.now()),
    sleep(ms).then(() => performance.now()),
  ]);
  return [found, foundAt - dueAt];
}

/** The sources of answers; `reasons` collects why the log was not available. */
async function sources(reasons: unknown[]): Promise<AnswerSources> {
  return {
    releases: new Releases(new Client()),
    releaseLog: log,
    settings: await loadSettings('dobrobot.yaml'),
    ownOf: () => Promise.resolve({ waiting: [], releases: [] }),
    rolesOfAsker: () => Promise.resolve({ approver: false, admin: false }),
    onLogAway: (error) => reasons.push(error),
  };
}

it('there is no estimate, after a second', async () => {
  const reasons: unknown[] = [];
  const from = await sources(reasons);
  const [usual, lateByMs] = await timed(() => usualTimesFromLog(['db'], from), 1000);
  expect(usual).toEqual({});
  expect(reasons).toHaveLength(1);
  expect(lateByMs).toBeLessThan(500);
});

it('a question is answered after five, saying so', async () => {
  const reasons: unknown[] = [];
  const from = await sources(reasons);
  const stats = { type: 'stats', component: null, forMs: null } as const;
  const [answer, lateByMs] = await timed(() => logAnswer(stats, from), 5000);
  expect(answer).toEqual({ type: 'logAway' });
  expect(reasons).toHaveLength(1);
  expect(lateByMs).toBeLessThan(500);
});
