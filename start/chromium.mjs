import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const usualPaths = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

const wayOut =
  'Install Chromium (on Debian: apt-get install chromium), or name the file of a Chromium or Chrome in CHROMIUM_PATH.';

/** Flags for a headless browser. */
export const chromiumFlags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * The path of a Chromium: from CHROMIUM_PATH, or an installed one. As root on Debian, installs one if there is none. Throws an error that
 * names the way out.
 * @param {Readonly<Record<string, string | undefined>>} env
 * @returns {string}
 */
export function findChromium(env) {
  const named = env['CHROMIUM_PATH'];
  if (named) {
    if (existsSync(named)) return named;
    throw new Error(`CHROMIUM_PATH names ${named}, which is not there. ${wayOut}`);
  }
  const found = installed();
  if (found !== undefined) return found;
  if (!existsSync('/etc/debian_version') || process.getuid?.() !== 0)
    throw new Error(`There is no Chromium here. ${wayOut}`);
  return install(env);
}

const installed = () => usualPaths.find((path) => existsSync(path));

/** Retries after `apt-get update`, because the package lists may be old or missing. */
function install(env) {
  console.log('Installing Chromium (apt-get install chromium) …');
  const first = aptGet(env, 'install', '--no-install-recommends', 'chromium');
  if (first.status !== 0) {
    aptGet(env, 'update');
    const second = aptGet(env, 'install', '--no-install-recommends', 'chromium');
    if (second.status !== 0)
      throw new Error(`Chromium could not be installed: ${reasonOf(second)}. ${wayOut}`);
  }
  const found = installed();
  if (found === undefined) throw new Error(`apt-get has installed a Chromium that is not found. ${wayOut}`);
  return found;
}

const aptGet = (env, ...args) =>
  spawnSync('apt-get', ['-y', '-o', 'DPkg::Lock::Timeout=120', ...args], {
    env: { ...process.env, ...env, DEBIAN_FRONTEND: 'noninteractive' },
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: 5 * 60_000,
  });

function reasonOf({ error, signal, status, stderr }) {
  if (error) return error.message;
  return stderr.trim().split('\n').at(-1) || signal || `exit code ${status}`;
}
