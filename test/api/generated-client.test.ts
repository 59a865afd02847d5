/** openapi-generator writes a client from the description. It compiles, and takes a release through its life on the real server. */
import { execFile } from 'node:child_process';
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startApiCompany } from '../support/api.ts';
import type { ApiCompany } from '../support/api.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { openapiGenerator } from './tools.ts';

const run = promisify(execFile);

let api: ApiCompany;
beforeAll(async () => {
  api = await startApiCompany({ tickets: { 'PAY-1': ['billing'] } });
});
afterAll(() => api.close());

/** The part of the generated client that is used here; each method takes its parameters as one object. */
interface Generated {
  readonly Configuration: new (of: { readonly basePath: string; readonly accessToken: string }) => object;
  readonly DefaultApi: new (configuration: object) => Record<string, (parameters: object) => Promise<object>>;
}

/** Code that its types have to accept. */
const use = `import type { DefaultApi } from './client/index.js';
export const stageOf = async (api: DefaultApi): Promise<'checking' | 'ready' | string> => {
  await api.askForRelease({ askForReleaseRequest: { text: 'Rotate the keys', components: ['billing'] } });
  const { stage } = await api.askForRelease({ askForReleaseRequest: { tickets: ['PAY-1'] }, idempotencyKey: 'k' });
  return stage;
};
`;

/** Generates, compiles and loads the client. */
async function generated(): Promise<Generated> {
  const folder = await temporaryFolder();
  const description = join(folder, 'openapi.json');
  await writeFile(description, await (await fetch(`${api.url}/api/v1/openapi.json`)).text());
  const client = join(folder, 'client');
  await run('java', [
    ...['-jar', await openapiGenerator(), 'generate', '--generator-name', 'typescript-fetch'],
    ...['--input-spec', description, '--output', client],
    '--additional-properties=importFileExtension=.js',
  ]);
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  const compiler = {
    strict: true,
    target: 'es2023',
    module: 'nodenext',
    lib: ['es2023', 'dom', 'dom.iterable'],
  };
  await writeFile(join(folder, 'use.ts'), use);
  const settings = { compilerOptions: { ...compiler, types: [], rootDir: '.', outDir: 'built' } };
  await writeFile(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ ...settings, include: ['client', 'use.ts'] }),
  );
  await run(process.execPath, ['node_modules/typescript/bin/tsc', '--project', folder]).catch(
    (error: unknown) => {
      throw new Error((error as { stdout: string }).stdout, { cause: error });
    },
  );
  await rename(join(folder, 'package.json'), join(folder, 'built', 'package.json'));
  return (await import(pathToFileURL(join(folder, 'built', 'client', 'index.js')).href)) as Generated;
}

it('plays the conversation of a release', async () => {
  const { Configuration, DefaultApi } = await generated();
  const clientOf = async (actor: string) => {
    const client = new DefaultApi(
      new Configuration({ basePath: api.url, accessToken: await api.tokenOf(actor) }),
    );
    return (operation: string, parameters: object) =>
      client[operation]?.(parameters) ?? Promise.reject(new Error(`There is no ${operation}`));
  };
  const [ann, nora, sam] = [await clientOf('U_ANN'), await clientOf('U_NORA'), await clientOf('U_SAM')];
  const ticket = 'PAY-1';
  const comesTo = async (stage: string) => {
    expect(await ann('waitForRelease', { ticket, _for: stage, timeout: 30 })).toMatchObject({
      stage,
      reached: true,
    });
  };

  expect(await ann('askForRelease', { askForReleaseRequest: { tickets: ['pay-1'] } })).toMatchObject({
    done: true,
    ticket,
    stage: expect.stringMatching(/^(checking|awaiting_approval)$/) as string,
  });
  await comesTo('awaiting_approval');
  await expect(ann('accept', { ticket })).rejects.toMatchObject({ response: { status: 409 } });
  expect(await nora('accept', { ticket, acceptRequest: { note: 'fine' } })).toMatchObject({ done: true });
  await comesTo('awaiting_admin');
  expect(await sam('adminHere', { ticket })).toMatchObject({ stage: 'ready' });
  const started = await ann('depStart', { ticket });
  expect(started).toMatchObject({ stage: 'deploying' });
  const { tokens } = started as { readonly tokens: Readonly<Record<string, number>> };
  const held = { component: 'billing', verifyRequest: { token: tokens['billing'] } };
  expect(await ann('verify', held)).toMatchObject({ valid: true, holder: { ticket } });
  expect(await ann('depFinish', { ticket })).toMatchObject({ stage: 'finished' });
  expect(await ann('verify', held)).toMatchObject({ valid: false });
});
