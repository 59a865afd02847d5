import { freePort } from './free-port.ts';
import { startEmbeddedTemporal, type EmbeddedTemporal } from '../../start/embedded-temporal.ts';
import { findTemporalCli } from '../../start/temporal-binaries.ts';

/**
 * A dev server of one's own, for tests that stop it; the others share one and take a `testNamespace`. `kept`: with the same port and file another
 * one goes on where it stopped.
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
