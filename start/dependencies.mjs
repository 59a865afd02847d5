import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

// This runs before the dependencies are installed, so it is plain JavaScript and uses none.

const root = fileURLToPath(new URL('..', import.meta.url));
const stamp = `${root}node_modules/.dobrobot-lock-hash`;

/** Runs `npm ci` unless the dependencies match package-lock.json. Exits the process on failure. */
export function ensureDependencies() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19))
    fail(`Node.js 20.19 or later is needed; this is ${process.version}.`);

  const wanted = createHash('sha256')
    .update(readFileSync(`${root}package-lock.json`))
    .digest('hex');
  if (installed() === wanted) return;
  console.log('Installing the dependencies (npm ci) …');
  // Sets its own log level: it would inherit that of a silent npm above us, and the reason of a failure would be lost.
  const npm = spawnSync('npm', ['ci', '--include=dev', '--include=optional', '--loglevel=error'], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  if (npm.status !== 0) fail(`npm ci failed: ${reasonOf(npm)}`);
  writeFileSync(stamp, wanted);
}

function installed() {
  try {
    return readFileSync(stamp, 'utf8');
  } catch {
    return undefined;
  }
}

function reasonOf({ error, signal, status, stderr }) {
  if (error) return error.message;
  const words = stderr.split('\n').flatMap((line) => /^npm error (?!code )(.+)/.exec(line)?.[1] ?? []);
  return words[0] ?? signal ?? `exit code ${status}`;
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
