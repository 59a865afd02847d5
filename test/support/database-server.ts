import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../start/embedded-postgres.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** A separate database server, for tests that kill it. Its data need not survive a crash of the machine. */
export const startDatabaseServer = async (
  port: number,
  folder?: string,
): Promise<EmbeddedPostgres & { readonly folder: string }> => {
  const home = folder ?? (await temporaryFolder());
  return {
    ...(await startEmbeddedPostgres({ folder: home, port, flags: ['-c', 'fsync=off'] })),
    folder: home,
  };
};
