/**
 * What kustomize builds from the base, and from the overlay in docs/operating.md, is valid in Kubernetes: each field, each type,
 * and nothing else.
 */
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { projectRoot } from '../../start/project.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const { DOBROBOT_KUBERNETES, XDG_CACHE_HOME = join(homedir(), '.cache') } = process.env;
const home = DOBROBOT_KUBERNETES ?? join(XDG_CACHE_HOME, 'dobrobot', 'kubernetes');
const versions = ['kustomize', 'kubeconform', 'schemas'].map((name) => {
  const installer = readFileSync(join(projectRoot, 'test', 'kubernetes', 'install.sh'), 'utf8');
  return new RegExp(`^${name}=(.+)$`, 'm').exec(installer)?.[1] ?? '';
});
const tools = join(home, versions.join('-'));

const schemas = join(tools, 'schemas', '{{.ResourceKind}}{{.KindSuffix}}.json');

let base: string;
let overlay: string;

beforeAll(() => {
  if (!existsSync(join(tools, 'there'))) {
    throw new Error('There is no kubeconform: sh test/kubernetes/install.sh');
  }
});

/** The base beside a company's own folder, with that folder as in the docs. */
beforeEach(async () => {
  const folder = await temporaryFolder();
  base = join(folder, 'dobrobot', 'deploy', 'kubernetes');
  await cp(join(projectRoot, 'deploy', 'kubernetes'), base, { recursive: true });
  overlay = join(folder, 'ours');
  await mkdir(overlay);
  const docs = await readFile(join(projectRoot, 'docs', 'operating.md'), 'utf8');
  const [, written = ''] = /^```yaml\n(# kustomization\.yaml\n[^]*?)^```$/m.exec(docs) ?? [];
  await writeFile(join(overlay, 'kustomization.yaml'), written);
  for (const file of ['dobrobot.yaml', 'tickets.yaml'])
    await cp(join(projectRoot, file), join(overlay, file));
});

const run = (program: string, args: readonly string[], input = '') =>
  new Promise<{ code: unknown; out: string; err: string }>((resolve) => {
    const child = execFile(join(tools, program), args, { maxBuffer: 1e8 }, (error, out, err) => {
      resolve({ code: error === null ? 0 : error.code, out, err });
    });
    child.stdin?.end(input);
  });

async function built(folder: string): Promise<string> {
  const { code, out, err } = await run('kustomize', ['build', folder]);
  expect([code, err]).toEqual([0, '']);
  return out;
}

const verdict = z.object({
  resources: z.array(z.object({ kind: z.string(), name: z.string(), status: z.string(), msg: z.string() })),
  summary: z.object({ valid: z.int(), invalid: z.int(), errors: z.int(), skipped: z.int() }),
});

async function checked(manifests: string) {
  const options = ['-strict', '-summary', '-verbose', '-output', 'json', '-schema-location', schemas];
  const { code, out, err } = await run('kubeconform', options, manifests);
  expect(err).toBe('');
  return { code, ...verdict.parse(JSON.parse(out)) };
}

const kinds = z.looseObject({
  kind: z.string(),
  metadata: z.looseObject({ name: z.string(), namespace: z.string().optional() }),
});
const resourcesIn = (manifests: string) =>
  parseAllDocuments(manifests).map((document) => kinds.parse(document.toJS({})));

describe('what is built of', () => {
  it('the base', async () => {
    const manifests = await built(base);
    const { code, summary, resources } = await checked(manifests);
    expect(resources.filter(({ status }) => status !== 'statusValid')).toEqual([]);
    expect(summary).toEqual({ valid: 7, invalid: 0, errors: 0, skipped: 0 });
    expect(code).toBe(0);
    expect(
      resourcesIn(manifests)
        .map(({ kind }) => kind)
        .sort(),
    ).toEqual(
      ['worker', 'bot', 'web']
        .flatMap(() => ['Deployment', 'PodDisruptionBudget'])
        .concat('Service')
        .sort(),
    );
  });

  it('the overlay of the docs, which finds all that it names', async () => {
    const manifests = await built(overlay);
    const { code, summary } = await checked(manifests);
    expect([code, summary]).toEqual([0, { valid: 9, invalid: 0, errors: 0, skipped: 0 }]);
    const resources = resourcesIn(manifests);
    expect(new Set(resources.map(({ metadata }) => metadata.namespace))).toEqual(new Set(['dobrobot']));
    const maps = resources.filter(({ kind }) => kind === 'ConfigMap').map(({ metadata }) => metadata.name);
    expect(maps).toHaveLength(2);
    for (const name of maps) expect(manifests.split(`name: ${name}\n`)).toHaveLength(1 + 1 + 3);
    expect(manifests.match(/image: registry\.example\.com\/dobrobot:/g)).toHaveLength(3);
  });
});

describe('is told of', () => {
  it.each([
    ['a field that there is not', 'readinessProbe:', 'readynessProbe:', /readynessProbe/],
    ['a value of another type', 'replicas: 2', 'replicas: two', /replicas/],
    [
      'a field in the wrong place',
      '    spec:\n      automountServiceAccountToken: false',
      '    automountServiceAccountToken: false\n    spec:',
      /automountServiceAccountToken/,
    ],
    ['a field that is missing', / {2}selector:\n {4}matchLabels: \*labels\n/, '', /selector/],
    ['a version that there is not', 'apiVersion: apps/v1', 'apiVersion: apps/v2', /could not find schema/],
  ])('%s', async (_, found, instead, reason) => {
    const file = join(base, 'worker.yaml');
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace(found, instead));
    expect(await readFile(file, 'utf8')).not.toBe(text);
    const { code, resources } = await checked(await built(base));
    expect(code).not.toBe(0);
    const wrong = resources.filter(({ status }) => status !== 'statusValid');
    expect(wrong).toMatchObject([
      { kind: 'Deployment', name: 'worker', msg: expect.stringMatching(reason) as string },
    ]);
  });
});
