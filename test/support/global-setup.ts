import type { TestProject } from 'vitest/node';
import { freePort } from './free-port.ts';
import { startFullServer } from '../server/full-server.ts';
import { startDatabaseServer } from './database-server.ts';
import { startDevServer } from './dev-server.ts';
import { removeTemporaryFolders } from './temporary-folder.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** `host:port` of the dev server that all test files share. */
    temporalAddress: string;
    /** The address of the PostgreSQL that all test files share, of its first user. */
    postgresUrl: string;
  }
}

/**
 * One dev server and one database server for all test files; each takes namespaces and databases of its own from them. With `TEST_SERVER=full`
 * Temporal is the server of production: see `npm run test:server`.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const isFull = process.env['TEST_SERVER'] === 'full';
  const database = startDatabaseServer(await freePort());
  const [temporal, postgres] = await Promise.all([
    isFull ? database.then(({ env }) => startFullServer(env.DATABASE_URL)) : startDevServer(),
    database,
  ]);
  project.provide('temporalAddress', temporal.address);
  project.provide('postgresUrl', postgres.env.DATABASE_URL);
  return async () => {
    await temporal.child.stop();
    await postgres.child.stop();
    await removeTemporaryFolders();
  };
}
