import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { copyFile, mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from './support/free-port.ts';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { sources } from '../build/compiled.mjs';
import { serveHealth } from '../health/health.ts';
import { projectRoot } from '../start/project.ts';
import { eventually } from './support/eventually.ts';
import { isSecret } from './support/is-secret.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

const read = (path: string) => readFileSync(join(projectRoot, path), 'utf8');

const serviceSchema = z.strictObject({
  init: z.literal(true),
  cap_drop: z.tuple([z.literal('ALL')]),
  cap_add: z.array(z.string()).default([]),
  security_opt: z.tuple([z.literal('no-new-privileges:true')]),
  logging: z.object({
    driver: z.literal('json-file'),
    options: z.object({ 'max-size': z.string(), 'max-file': z.string() }),
  }),
  mem_limit: z.string().regex(/^\d+[mg]$/),
  cpus: z.number().positive().max(2),
  pids_limit: z.int().positive().max(512),
  read_only: z.literal(true),
  tmpfs: z.array(z.string()),
  secrets: z.array(z.string()).default([]),
  image: z.string(),
  build: z.literal('.').optional(),
  restart: z.string(),
  stop_grace_period: z.string().optional(),
  depends_on: z
    .record(
      z.string(),
      z.strictObject({ condition: z.enum(['service_healthy', 'service_completed_successfully']) }),
    )
    .default({}),
  command: z.array(z.string()).optional(),
  entrypoint: z.array(z.string()).default([]),
  environment: z.record(z.string(), z.string()),
  expose: z.array(z.string()).default([]),
  ports: z.array(z.string()).default([]),
  volumes: z.array(z.string()).default([]),
  healthcheck: z.looseObject({ test: z.array(z.string()).min(2) }).optional(),
});
const composeSchema = z.object({
  secrets: z.record(z.string(), z.strictObject({ file: z.string() })),
  services: z.record(z.string(), serviceSchema),
  volumes: z.record(z.string(), z.null()),
});

const text = read('docker-compose.yml');
const compose = composeSchema.parse(parse(text, { merge: true }));
const services = Object.entries(compose.services);
const ours = services.filter(([, { build }]) => build !== undefined);
const dockerfile = read('Dockerfile');
const { scripts, version } = z
  .object({ scripts: z.record(z.string(), z.string()), version: z.string() })
  .parse(JSON.parse(read('package.json')));

const slackTokens = 'SLACK_BOT_TOKEN=xoxb-1\nSLACK_APP_TOKEN=xapp-1\n';

/** Runs `deploy/secrets.sh` in a folder of its own with a `.env`. Returns the files in one of the folders that it creates, by name. */
async function maker(first: string) {
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'deploy'));
  for (const file of ['deploy/secrets.sh', 'dobrobot.yaml', 'tickets.yaml']) {
    await copyFile(join(projectRoot, file), join(folder, file));
  }
  const make = async (env = first, made = 'secrets'): Promise<Readonly<Record<string, string>>> => {
    await writeFile(join(folder, '.env'), env);
    await promisify(execFile)('sh', [join(folder, 'deploy', 'secrets.sh')]);
    const names = await readdir(join(folder, made));
    return Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, made, name), 'utf8')]));
  };
  return { folder, make };
}

describe('docker-compose.yml', () => {
  it('runs worker, bot and web page from the one Dockerfile', () => {
    expect(ours.map(([name]) => name)).toEqual(['worker', 'bot', 'web']);
    for (const [name, { image, command }] of ours) {
      expect(image).toBe(`dobrobot:${version}`);
      // Signals have to reach Node itself, not npm.
      expect(command?.slice(0, 2)).toEqual(['node', 'build/run.mjs']);
      expect(scripts[name]?.replace(/^(\w+=\S+ )?exec /, '')).toBe(command?.join(' '));
    }
  });

  it.each(services)('%s has an image with a version', (_, { image }) => {
    expect(image).toMatch(/:\d+\.\d+(\.\d+)?$/);
  });

  it.each(services)('%s waits for services that exist and can say that they are ready', (_, service) => {
    for (const [name, { condition }] of Object.entries(service.depends_on)) {
      const other = compose.services[name];
      expect(other, name).toBeDefined();
      if (condition === 'service_healthy') expect(other?.healthcheck, name).toBeDefined();
      else expect(other?.restart, `${name} must end`).toMatch(/^on-failure/);
    }
  });

  it.each(services)('%s reaches other services where they listen', (_, service) => {
    const { environment } = service;
    const addresses = [
      environment['TEMPORAL_ADDRESS'],
      environment['POSTGRES_SEEDS'] && `${environment['POSTGRES_SEEDS']}:${environment['DB_PORT'] ?? ''}`,
    ].filter((address) => address !== undefined);
    for (const address of addresses) {
      const [host = '', port = ''] = address.split(':');
      expect(compose.services[host]?.expose, address).toContain(port);
    }
  });

  it.each(services)('%s publishes ports on this machine only', (_, { ports }) => {
    for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:\d+:\d+$/);
  });

  it.each(services)('%s mounts what exists', (_, { volumes, entrypoint, environment }) => {
    const mounts = volumes.map((volume) => volume.split(':'));
    for (const [source = '', , mode] of mounts) {
      if (source.startsWith('./')) {
        if (source !== './settings') expect(existsSync(join(projectRoot, source)), source).toBe(true);
        expect(mode, source).toBe('ro');
      } else expect(compose.volumes).toHaveProperty(source);
    }
    const targets = mounts.map(([, target]) => target);
    const [, script] = entrypoint;
    if (script !== undefined) expect(targets).toContain(script);
    const config = environment['DOBROBOT_CONFIG'];
    if (config !== undefined) expect(targets).toContain(dirname(config));
  });

  it('asks for the variables that .env.example explains, and for no other', () => {
    const taken = (source: string) =>
      [...source.matchAll(/\$\{(\w+):(?:\?[^}]+|-|\+[^}]+)\}/g)].map(([, name = '']) => name);
    expect(text.match(/\$\{/g)).toHaveLength(taken(text).length);
    // The environment of a container contains only whether a secret is set, never the secret.
    expect(taken(text.replaceAll(/\$\{\w+:\+[^}]+\}/g, '')).filter((name) => isSecret(name))).toEqual([]);
    const asked = [...taken(text), ...taken(read('deploy/secrets.sh'))];
    const explained = [...read('.env.example').matchAll(/^(\w+)=/gm)].map(([, name]) => name);
    expect(new Set(asked)).toEqual(new Set(explained));
  });

  it('gives worker, bot and web page only variables that they know', () => {
    const shared = [
      ...['TEMPORAL_ADDRESS', 'TEMPORAL_NAMESPACE', 'DATABASE_URL_FILE', 'DOBROBOT_CONFIG'],
      ...['DOBROBOT_WEB_URL', 'DOBROBOT_HEALTH_PORT', 'DOBROBOT_HEALTH_HOST'],
    ];
    const slack = ['SLACK_BOT_TOKEN_FILE', 'SLACK_APP_TOKEN_FILE', 'MALLOC_ARENA_MAX'];
    const page = [
      ...['DOBROBOT_WEB_HOST', 'DOBROBOT_WEB_OPEN', 'TEMPORAL_UI_URL', 'SLACK_BOT_TOKEN_FILE'],
      'DOBROBOT_WEB_SECRET_FILE',
      ...['SLACK_CLIENT_ID', 'SLACK_CLIENT_SECRET_FILE', 'SLACK_TEAM_ID', 'SLACK_OIDC_ISSUER'],
    ];
    for (const [name, { environment }] of ours) {
      const own = name === 'web' ? page : slack;
      expect(Object.keys(environment).sort()).toEqual([...shared, ...own].sort());
    }
    const source = ['slack', 'database', 'load-settings', 'web', 'sign-in', 'health']
      .map((name) => read(`config/${name}.ts`))
      .join();
    // Temporal's own environment configuration reads the first two, the C library the third.
    const byOthers = ['TEMPORAL_ADDRESS', 'TEMPORAL_NAMESPACE', 'MALLOC_ARENA_MAX'];
    for (const name of [...shared, ...slack, ...page].filter((one) => !byOthers.includes(one))) {
      expect(source).toContain(name.replace(/_FILE$/, ''));
    }
  });

  it.each(services)('%s is watched, if it stays', (_, { restart, healthcheck }) => {
    if (!restart.startsWith('on-failure')) expect(healthcheck).toBeDefined();
  });

  it.each(ours)('%s says of itself whether it is ready', async (_, { environment, expose, healthcheck }) => {
    const port = environment['DOBROBOT_HEALTH_PORT'] ?? '';
    expect(expose).toEqual([port]);
    const [kind, command = '', ...args] = healthcheck?.test ?? [];
    expect([kind, command]).toEqual(['CMD', 'node']);
    const own = String(await freePort());
    const health = await serveHealth({ DOBROBOT_HEALTH_PORT: own });
    const check = () =>
      promisify(execFile)(
        command,
        args.map((arg) => arg.replace(port, own)),
      ).then(
        () => 'healthy',
        () => 'unhealthy',
      );
    expect(await check()).toBe('unhealthy');
    health?.show({ needs: [] });
    await eventually(async () => {
      expect(await check()).toBe('healthy');
    });
  });

  it.each(services)('%s has its secrets from files of its own', (_, { secrets, environment }) => {
    const paths = Object.entries(environment).flatMap(([name, value]) =>
      name.endsWith('_FILE') ? [value.replace(/^\$\{\w+:\+(.+)\}$/, '$1')] : [],
    );
    expect(paths.toSorted()).toEqual(secrets.map((name) => `/run/secrets/${name}`).toSorted());
    for (const name of secrets) expect(compose.secrets[name]).toEqual({ file: `./secrets/${name}` });
    expect(Object.keys(environment).filter((name) => isSecret(name))).toEqual([]);
    expect(JSON.stringify(environment)).not.toMatch(/\w:\/\/[^/"]*@/);
  });

  it('names the files of the sign-in only where there is one', () => {
    const { environment = {} } = compose.services['web'] ?? {};
    expect(environment).toMatchObject({
      DOBROBOT_WEB_SECRET_FILE: '${SLACK_CLIENT_ID:+/run/secrets/web_secret}',
      // A secret without its client ID must not open the page to everybody: the page does not start.
      SLACK_CLIENT_SECRET_FILE: '${SLACK_CLIENT_SECRET:+/run/secrets/slack_client_secret}',
    });
  });

  it('lets no two databases have one password, and makes every secret', async () => {
    const { make } = await maker(slackTokens);
    const made = await make();
    expect(Object.keys(made).sort()).toEqual(Object.keys(compose.secrets).sort());
    expect(made['log_database_password']).not.toBe(made['temporal_database_password']);
    const url = new URL(made['log_database_url'] ?? '');
    expect(url.password).toBe(made['log_database_password']?.trim());
    expect(compose.services[url.hostname]?.expose).toContain(url.port);
    expect(await make()).toEqual(made);
  });

  it('makes the folder of the configuration once, which then is the one that is edited', async () => {
    const { folder, make } = await maker(slackTokens);
    const made = await make(slackTokens, 'settings');
    expect(made).toEqual({
      'dobrobot.yaml': read('dobrobot.yaml'),
      'tickets.yaml': read('tickets.yaml'),
    });
    await writeFile(join(folder, 'settings', 'dobrobot.yaml'), 'edited');
    expect(await make(slackTokens, 'settings')).toEqual({ ...made, 'dobrobot.yaml': 'edited' });
    for (const [, { volumes }] of ours) expect(volumes).toEqual(['./settings:/etc/dobrobot:ro']);
  });

  it('makes the secrets of the sign-in once there is one, and of no half of it', async () => {
    const { make } = await maker(slackTokens);
    const before = await make();
    expect(before['slack_client_secret']).toBe('');
    expect(before['web_secret']?.length).toBeGreaterThanOrEqual(32);
    const half = `${slackTokens}SLACK_CLIENT_SECRET=c1\n`;
    await expect(make(half)).rejects.toThrow(/SLACK_CLIENT_ID is not/);
    expect(await make(`${half}SLACK_CLIENT_ID=2141.691\n`)).toEqual({ ...before, slack_client_secret: 'c1' });
  });

  it.each(services)('%s keeps only what is in its volume, with the rights that takes', (_, service) => {
    const { image, volumes, tmpfs, cap_add } = service;
    const isDatabase = image.startsWith('postgres:');
    const writable = volumes.filter((volume) => !volume.endsWith(':ro'));
    expect(writable.map((volume) => volume.split(':')[1])).toEqual(
      isDatabase ? ['/var/lib/postgresql/data'] : [],
    );
    expect(tmpfs).toEqual(isDatabase ? ['/tmp', '/run/postgresql'] : ['/tmp']);
    expect(cap_add).toEqual(isDatabase ? ['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'SETGID', 'SETUID'] : []);
  });
});

describe('Dockerfile', () => {
  it('starts from images with a version', () => {
    const stages = [...dockerfile.matchAll(/ AS (\w+)$/gm)].map(([, stage]) => stage);
    for (const [, image] of dockerfile.matchAll(/^FROM (\S+)/gm)) {
      if (!stages.includes(image))
        expect(image).toMatch(/^(node:24\.\d+\.\d+-bookworm|debian:12\.\d+)-slim$/);
    }
  });

  it('is let have every folder that is compiled', () => {
    const allowed = read('.dockerignore').split('\n');
    for (const name of ['package.json', 'package-lock.json', '.npmrc', ...sources]) {
      expect(existsSync(join(projectRoot, name)), name).toBe(true);
      expect(allowed).toContain(`!${name}`);
    }
  });

  it('keeps what was built, without its sources and npm', () => {
    const kept = [...dockerfile.matchAll(/^COPY --from=build (.+) \S+$/gm)].flatMap(([, paths = '']) =>
      paths.split(' ').map((path) => path.replace('/dobrobot/', '')),
    );
    expect(kept).toEqual([
      ...['package.json', 'sbom.cdx.json', 'node_modules', 'build', 'cli/dobrobot.mjs'],
      ...['config/*.mjs', 'dist'],
    ]);
    expect(dockerfile.match(/^COPY --from=(?!build ).*$/gm)).toEqual([
      'COPY --from=dependencies /usr/local/bin/node /usr/local/bin/',
    ]);
  });

  it('lists its packages when they are all there, and before what compiled is taken away', () => {
    const steps = [
      ...dockerfile.matchAll(/npm ci --omit=dev|npm sbom .*> sbom\.cdx\.json|rm -rf .*esbuild/g),
    ];
    expect(steps.map(([step]) => step.split(' ', 2).join(' '))).toEqual(['npm ci', 'npm sbom', 'rm -rf']);
  });

  it('runs scripts that exist, as a user without rights', () => {
    expect(scripts).toHaveProperty('build');
    expect(dockerfile).toContain('RUN npm run build\n');
    expect(dockerfile).toMatch(/^USER node$/m);
  });
});
