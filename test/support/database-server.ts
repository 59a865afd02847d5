import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../start/embedded-postgres.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** A database server of one's own, for tests that kill it; what is in it need not outlive the machine. */
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
