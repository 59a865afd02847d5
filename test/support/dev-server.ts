import { freePort } from './free-port.ts';
import { startEmbeddedTemporal, type EmbeddedTemporal } from '../../start/embedded-temporal.ts';
import { findTemporalCli } from '../../start/temporal-binaries.ts';

/**
 * A separate dev server, for tests that stop it; the others share one and use a `testNamespace`. `kept`: another server with the
 * same port and file goes on where this one stopped.
 */
export async function startDevServer(
  kept?: { readonly port: number; readonly dbFile: string },
  flags: readonly string[] = [],
): Promise<EmbeddedTemporal> {
  const cli = await findTemporalCli(process.env);
  return startEmbeddedTemporal({
    cli,
    port: kept?.port ?? (await freePort()),
    uiPort: null,
    dbFile: kept?.dbFile ?? null,
    namespace: 'default',
    flags,
  });
}
