/** Connections break and databases go down: writing and reading the log recover. */
import { freePort } from '../support/free-port.ts';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ReleaseLog } from '../../log/release-log.ts';
import { startDatabaseServer } from '../support/database-server.ts';
import { query, testDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { releaseRow } from './rows.ts';

let url: string;
let log: ReleaseLog;
const broken: Error[] = [];

beforeEach(async () => {
  url = await testDatabase();
  log = new ReleaseLog(url, (error) => broken.push(error));
});
afterEach(() => log.close());

it('a connection that breaks between two queries ends nothing but what is read by it', async () => {
  await log.record([releaseRow(1)]);
  const uncaught = vi.fn();
  const others = process.listeners('uncaughtException');
  process.removeAllListeners('uncaughtException').on('uncaughtException', uncaught);
  try {
    const events = log.stream({});
    expect((await events.next()).value).toMatchObject({ n: 1 });
    await query(
      url,
      `select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`,
    );
    await eventually(async () => {
      const left = await query(url, `select 1 from pg_stat_activity where datname = current_database()`);
      expect(left).toHaveLength(1);
    });
    await expect(events.next()).rejects.toThrow();
  } finally {
    process.removeAllListeners('uncaughtException');
    for (const other of others) process.on('uncaughtException', other);
  }
  expect(uncaught.mock.calls).toEqual([]);
  expect(await log.newest()).toBe(1);
});

it('goes on when the database was killed and is back', async () => {
  const port = await freePort();
  const server = await startDatabaseServer(port);
  const own = new ReleaseLog(server.env.DATABASE_URL, (error) => broken.push(error));
  await own.record([releaseRow(1)]);
  await server.child.kill();
  await expect(own.record([releaseRow(2)])).rejects.toThrow();
  // The connection was idle: without an `error` listener, this would have crashed the process.
  await eventually(() => {
    expect(broken).not.toEqual([]);
  });
  await startDatabaseServer(port, server.folder);
  await own.record([releaseRow(2)]);
  expect((await own.events({}, 10)).map(({ key }) => key)).toEqual(['k1:2', 'k1:1']);
  await own.close();
});
