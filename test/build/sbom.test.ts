/** The list of packages in the image, made by the lines of the Dockerfile that make it there. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { copyFile, cp, mkdir, readFile, readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { projectRoot } from '../../start/project.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const read = (path: string) => readFileSync(join(projectRoot, path), 'utf8');
const dockerfile = read('Dockerfile');

/** The first group of a pattern in the Dockerfile, usually a command it runs. */
const ran = (line: RegExp): string => line.exec(dockerfile)?.[1] ?? expect.unreachable(String(line));
const home = ran(/^WORKDIR (\S+)$/m);
const copied = ran(/^COPY (package\.json .+) \.\/$/m).split(' ');
const withoutEmbedded = ran(/^RUN npm ci --omit=dev && (rm -rf .+)$/m);
const listing = ran(/^RUN (npm .+ > sbom\.cdx\.json)$/m);

const manifest = z.object({ name: z.string(), version: z.string() });
const lock = z
  .object({
    packages: z.record(
      z.string(),
      z.object({ dev: z.boolean().default(false), optional: z.boolean().default(false) }),
    ),
  })
  .parse(JSON.parse(read('package-lock.json')));

/** What CycloneDX 1.5 requires, and what readers of the list rely on. */
const component = z.object({
  'bom-ref': z.string(),
  type: z.enum(['library', 'application']),
  name: z.string(),
  version: z.string(),
  purl: z.string().startsWith('pkg:npm/'),
  licenses: z
    .array(
      z.union([z.object({ license: z.object({ id: z.string() }) }), z.object({ expression: z.string() })]),
    )
    .optional(),
});
const document = z.object({
  bomFormat: z.literal('CycloneDX'),
  specVersion: z.string().regex(/^1\.\d$/),
  serialNumber: z.string().regex(/^urn:uuid:[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/),
  version: z.int().min(1),
  metadata: z.object({ timestamp: z.iso.datetime(), component }),
  components: z.array(component),
  dependencies: z.array(z.object({ ref: z.string(), dependsOn: z.array(z.string()) })),
});

/** The packages that `npm ci --omit=dev` installs on this machine, in a folder of their own, as far as npm reads them. */
async function installed(folder: string): Promise<void> {
  for (const name of copied) await copyFile(join(projectRoot, name), join(folder, name));
  for (const [path, { dev, optional }] of Object.entries(lock.packages)) {
    if (path === '' || dev) continue;
    const from = join(projectRoot, path, 'package.json');
    // For another platform.
    if (optional && !(await stat(from).catch(() => null))) continue;
    await mkdir(join(folder, path), { recursive: true });
    await cp(from, join(folder, path, 'package.json'), { dereference: true });
  }
}

/** Name and version of each package below a folder `node_modules`. */
async function packagesIn(folder: string): Promise<readonly string[]> {
  const files = await readdir(folder, { recursive: true });
  const manifests = files.filter((file) => file.endsWith('package.json'));
  return Promise.all(
    manifests.map(async (file) => {
      const { name, version } = manifest.parse(JSON.parse(await readFile(join(folder, file), 'utf8')));
      return `${name}@${version}`;
    }),
  );
}

it('names all that is in the image, and nothing else', async () => {
  const folder = join(await temporaryFolder(), home);
  await mkdir(folder);
  await installed(folder);
  // npm makes no requests.
  const env = { PATH: `${dirname(process.execPath)}:${process.env['PATH'] ?? ''}`, HOME: folder };
  for (const line of [withoutEmbedded, listing]) {
    await promisify(execFile)('sh', ['-c', line], {
      cwd: folder,
      env: { ...env, npm_config_offline: 'true', npm_config_registry: 'http://127.0.0.1:9' },
    });
  }
  const there = new Set(await packagesIn(join(folder, 'node_modules')));
  const sbom = document.parse(JSON.parse(await readFile(join(folder, 'sbom.cdx.json'), 'utf8')));
  const { name, version } = manifest.parse(JSON.parse(read('package.json')));
  expect(sbom.metadata.component).toMatchObject({ name, version });
  expect(new Set(sbom.components.map((one) => `${one.name}@${one.version}`))).toEqual(there);
  for (const name of Object.keys(
    (JSON.parse(read('package.json')) as { dependencies: object }).dependencies,
  )) {
    expect(sbom.components.map((one) => one.name)).toContain(name);
  }

  const refs = [sbom.metadata.component, ...sbom.components].map((one) => one['bom-ref']);
  expect(new Set(refs).size).toBe(refs.length);
  const dangling = sbom.dependencies.flatMap(({ ref, dependsOn }) =>
    [ref, ...dependsOn].filter((one) => !refs.includes(one)),
  );
  expect(dangling).toEqual([]);
  for (const one of sbom.components) {
    expect(decodeURIComponent(one.purl)).toBe(`pkg:npm/${one.name}@${one.version}`);
  }
});
