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
    /** The address of the PostgreSQL that all test files share, as its first user. */
    postgresUrl: string;
  }
}

/**
 * Starts one dev server and one database server for all test files; each file has its own namespaces and databases. With
 * `TEST_SERVER=full`, Temporal is the production server: see `npm run test:server`.
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
