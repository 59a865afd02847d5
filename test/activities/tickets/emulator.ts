import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../../support/free-port.ts';
import { startChild, untilReady } from '../../../start/child.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

/**
 * The emulator imports two functions of Node 22 for configurations in TypeScript, which are not used here. `require('module')`
 * would fix the names that can be imported, so they are added through `module.constructor`, which is the same object.
 */
const olderNode = `const Module = module.constructor;
Module.registerHooks ??= () => ({ deregister: () => undefined });
Module.stripTypeScriptTypes ??= (code) => code;
`;

/** Emulates GitHub's REST API until the test file ends. Returns the address. `seed`: the initial content. */
export async function emulatedGithub(seed: object): Promise<string> {
  const port = await freePort();
  const folder = await temporaryFolder();
  const file = (name: string) => join(folder, name);
  await writeFile(file('seed.json'), JSON.stringify(seed));
  await writeFile(file('older-node.cjs'), olderNode);
  const child = await startChild({
    name: 'emulate',
    command: process.execPath,
    args: [
      ...['--require', file('older-node.cjs'), 'node_modules/emulate/dist/index.js', 'start'],
      ...['--service', 'github', '--port', String(port), '--seed', file('seed.json')],
    ],
    env: process.env,
  });
  const url = `http://127.0.0.1:${port}`;
  await untilReady(child, async () => (await fetch(url)).status > 0, 30_000);
  return url;
}
