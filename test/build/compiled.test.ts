/** Processes run what was compiled from their sources. Uses a project of its own. */
import { execFile } from 'node:child_process';
import { chmod, cp, mkdir, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import { entryPoints, sources } from '../../build/compiled.mjs';
import { projectRoot } from '../../start/project.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

let project: string;
const dist = () => join(project, 'dist');
const write = (path: string, text: string) => writeFile(join(project, path), text);

beforeEach(async () => {
  project = await temporaryFolder();
  await chmod(project, 0o755);
  await Promise.all(sources.map((folder) => mkdir(join(project, folder))));
  await Promise.all(entryPoints.map((path) => write(path, '')));
  await cp(join(projectRoot, 'build'), join(project, 'build'), { recursive: true });
  await write('package.json', '{ "type": "module" }');
  await write('package-lock.json', '{}');
  await write('domain/word.ts', "export const word: string = 'first';");
  await write('worker/main.ts', "import { word } from '../domain/word.ts';\nconsole.log(word);");
  await mkdir(join(project, 'node_modules'));
  await symlink(join(projectRoot, 'node_modules', 'esbuild'), join(project, 'node_modules', 'esbuild'));
});

const run = (user: { readonly uid?: number; readonly gid?: number } = {}) =>
  new Promise<{ out: string; err: string }>((resolve) => {
    execFile(process.execPath, ['build/run.mjs', 'worker/main'], { cwd: project, ...user }, (_, out, err) => {
      resolve({ out, err });
    });
  });

/** Root may write anywhere. */
const nobody = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};

const says = (word: string) => ({ out: `${word}\n`, err: '' });

it('is compiled once by several that start at the same moment', async () => {
  expect(await Promise.all([run(), run(), run(), run()])).toEqual(Array(4).fill(says('first')));
  expect(await readdir(dist())).toHaveLength(1);
});

it('follows each change of the sources, to and fro', async () => {
  expect(await run()).toEqual(says('first'));
  await write('domain/word.ts', "export const word = 'other';");
  expect(await run()).toEqual(says('other'));
  await write('domain/word.ts', "export const word: string = 'first';");
  expect(await run()).toEqual(says('first'));
  expect(await readdir(dist())).toHaveLength(2);
});

it('shows the lines of the sources in a stack', async () => {
  await write('worker/main.ts', "interface Word {}\n\nthrow new Error('broken');");
  const { err } = await run();
  expect(err).toContain(`${project}/worker/main.ts:3:7`);
});

it('runs from a folder that cannot be written to, if it was built before', async () => {
  await run();
  await chmod(dist(), 0o555);
  expect(await run(nobody)).toEqual(says('first'));
  await rm(dist(), { recursive: true });
  await mkdir(dist(), { mode: 0o555 });
  const { err } = await run(nobody);
  expect(err).toMatch(/^Cannot write to .*dist\. Run "npm run build"/);
  expect(err).not.toContain(' at ');
});

it('runs as in an image: without its sources and the compiler', async () => {
  await run();
  const unneeded = [...sources.filter((folder) => folder !== 'build'), 'node_modules'];
  await Promise.all(unneeded.map((folder) => rm(join(project, folder), { recursive: true })));
  expect(await run()).toEqual(says('first'));
  await rm(dist(), { recursive: true });
  expect((await run()).err).toMatch(/^compiled: neither its sources nor what "npm run build" makes of them/);
});

it('tells when a folder of sources is forgotten, which would be served by an old build', async () => {
  await mkdir(join(project, 'forgotten'));
  await write('forgotten/one.ts', 'export const one = 1;');
  await write('worker/main.ts', "import { one } from '../forgotten/one.ts';\nconsole.log(one);");
  expect((await run()).err).toMatch(/^forgotten\/one\.ts: its folder is missing in build\/rooms\.mjs/);
});
