import { access } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where `install-schemathesis.sh` and `install-generator.sh` install to. */
const home =
  process.env['DOBROBOT_TOOLS'] ??
  join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'dobrobot', 'tools');

/** Throws an error that says how to install it, if it is missing. */
export const schemathesis = () => brought('schemathesis-4.32.5/bin/schemathesis');

/** A jar, to be run by Java. Throws as `schemathesis` does. */
export const openapiGenerator = () => brought('openapi-generator-cli-7.25.0.jar');

async function brought(name: string): Promise<string> {
  const path = join(home, name);
  try {
    await access(path);
  } catch (cause) {
    throw new Error(`${name} is not there, so it is not tested: \`npm run test:api\` brings it`, { cause });
  }
  return path;
}
