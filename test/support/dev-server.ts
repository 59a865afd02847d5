import getPort from 'get-port';
import { startEmbeddedTemporal, type EmbeddedTemporal } from '../../start/embedded-temporal.ts';
import { findTemporalCli } from '../../start/temporal-binaries.ts';

/** A dev server of one's own, for tests that stop it; the others share one and take a `testNamespace`. */
export async function startDevServer(): Promise<EmbeddedTemporal> {
  const cli = await findTemporalCli(process.env);
  return startEmbeddedTemporal({
    cli,
    port: await getPort(),
    uiPort: null,
    dbFile: null,
    namespace: 'default',
  });
}
