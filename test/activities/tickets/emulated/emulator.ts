import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import getPort from 'get-port';
import { startChild, untilReady } from '../../../../start/child.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const shim = fileURLToPath(new URL('older-node.cjs', import.meta.url));

/** An emulator of a service, which ends with the test file. To its address. `seed`: what is there. */
export async function emulated(service: 'github', seed: object): Promise<string> {
  const port = await getPort({ host: '127.0.0.1' });
  const file = join(await temporaryFolder(), 'seed.json');
  await writeFile(file, JSON.stringify(seed));
  const child = await startChild({
    name: `emulate ${service}`,
    command: process.execPath,
    args: [
      ...['--require', shim, 'node_modules/emulate/dist/index.js', 'start'],
      ...['--service', service, '--port', String(port), '--seed', file],
    ],
    env: process.env,
  });
  const url = `http://127.0.0.1:${port}`;
  await untilReady(child, async () => (await fetch(url)).status > 0, 30_000);
  return url;
}
