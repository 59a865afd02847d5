import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { freePort } from '../support/free-port.ts';
import { expect, it } from 'vitest';
import { untilReady } from '../../start/child.ts';
import { findTemporalCli } from '../../start/temporal-binaries.ts';
import { eventually } from '../support/eventually.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { startStart, type StartProcess } from './start-process.ts';

const home = await temporaryFolder();
const temporalPort = await freePort();
const uiPort = await freePort();
const slackPort = await freePort();
const webPort = await freePort();
const env = {
  DOBROBOT_HOME: home,
  DOBROBOT_TEMPORAL_PORT: String(temporalPort),
  DOBROBOT_TEMPORAL_UI_PORT: String(uiPort),
  DOBROBOT_SLACK_PORT: String(slackPort),
  DOBROBOT_WEB_PORT: String(webPort),
  TEMPORAL_CLI_PATH: await findTemporalCli(process.env),
};

async function started(): Promise<StartProcess> {
  const start = await startStart(env);
  await untilReady(start, () => start.lines.includes('Ctrl-C ends it all.'), 90_000);
  return start;
}

async function descendant(start: StartProcess, part: string): Promise<number> {
  for (const [pid, command] of await start.descendants()) if (command.includes(part)) return pid;
  throw new Error(`${part} is not running`);
}

const nothing = new Map();

/** The last processes may end a little after `npm start` itself: those that watch over others have to notice first. */
const leavesNothing = (start: StartProcess) => expect.poll(() => start.descendants()).toEqual(nothing);

async function withTemporal<T>(use: (client: Client) => Promise<T>): Promise<T> {
  const connection = await Connection.connect({ address: `127.0.0.1:${temporalPort}` });
  try {
    return await use(new Client({ connection }));
  } finally {
    await connection.close();
  }
}

it('answers at the addresses that it prints, ends with Ctrl-C, and goes on where it stopped', async () => {
  const first = await started();
  const said = first.lines.join('\n');
  expect(said).toContain(`http://localhost:${slackPort}`);
  expect(said).toContain(`http://localhost:${uiPort}`);
  expect(said).toContain(`127.0.0.1:${temporalPort}`);
  expect(said).toContain(`http://localhost:${webPort}`);
  expect(said).toContain('@dobrobot dobro PAY-1');
  for (const port of [slackPort, uiPort, webPort])
    expect((await fetch(`http://localhost:${port}`)).status).toBe(200);
  // Coordinators that have just started do not know yet who holds their locks.
  await eventually(async () => {
    const queue = await fetch(`http://localhost:${webPort}/api/queue`);
    expect(await queue.json()).toMatchObject({
      releases: [],
      locks: [{ component: 'db' }, { component: 'billing' }],
    });
  });
  await withTemporal((client) =>
    client.workflow.start('anything', { workflowId: 'kept', taskQueue: 'nobody' }),
  );
  process.kill(first.pid, 'SIGINT');
  expect(await first.ended).toBe('exit code 0');
  await leavesNothing(first);

  const begin = performance.now();
  const second = await started();
  expect(performance.now() - begin).toBeLessThan(60_000);
  const { status } = await withTemporal((client) => client.workflow.getHandle('kept').describe());
  expect(status.name).toBe('RUNNING');
  process.kill(second.pid, 'SIGTERM');
  expect(await second.ended).toBe('exit code 0');
  await leavesNothing(second);
}, 300_000);

it.each(['bot/main', 'serve/main', 'start-dev', 'bin/postgres'])(
  'ends with all the rest when %s dies',
  async (part) => {
    const start = await started();
    process.kill(await descendant(start, part), 'SIGKILL');
    expect(await start.ended).toBe('exit code 1');
    expect(start.lines.join('\n')).toMatch(
      /^(worker|bot|web|Slack|Temporal|PostgreSQL) has stopped \(SIGKILL\)\./m,
    );
    await leavesNothing(start);
  },
  180_000,
);

it('kills a child that does not end at the second Ctrl-C, though not at the echo of the first', async () => {
  const start = await started();
  process.kill(await descendant(start, 'bot/main'), 'SIGSTOP');
  process.kill(start.pid, 'SIGINT');
  process.kill(start.pid, 'SIGINT');
  // Waits, once the first signal was handled, twice as long as another one counts as its echo.
  await expect.poll(() => start.lines).toContain('Stopping …');
  await sleep(1_000);
  expect(await start.descendants()).not.toEqual(nothing);
  process.kill(start.pid, 'SIGINT');
  expect(await start.ended).toBe('exit code 1');
  await leavesNothing(start);
}, 300_000);

it('leaves nothing behind when it is killed itself', async () => {
  const start = await started();
  await start.kill();
  await leavesNothing(start);
}, 300_000);
