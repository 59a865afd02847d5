import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { sources } from '../build/compiled.mjs';
import { projectRoot } from '../start/project.ts';

const read = (path: string) => readFileSync(join(projectRoot, path), 'utf8');

const serviceSchema = z.strictObject({
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
const composeSchema = z.strictObject({
  services: z.record(z.string(), serviceSchema),
  volumes: z.record(z.string(), z.null()),
});

const text = read('docker-compose.yml');
const compose = composeSchema.parse(parse(text));
const services = Object.entries(compose.services);
const ours = services.filter(([, { build }]) => build !== undefined);
const dockerfile = read('Dockerfile');
const { scripts, version } = z
  .object({ scripts: z.record(z.string(), z.string()), version: z.string() })
  .parse(JSON.parse(read('package.json')));

describe('docker-compose.yml', () => {
  it('runs worker, bot and web page from the one Dockerfile', () => {
    expect(ours.map(([name]) => name)).toEqual(['worker', 'bot', 'web']);
    for (const [name, { image, command }] of ours) {
      expect(image).toBe(`dobrobot:${version}`);
      expect(command).toEqual(['npm', 'run', '--silent', name]);
      expect(scripts).toHaveProperty(name);
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
      environment['DATABASE_URL'] && new URL(environment['DATABASE_URL'].replace(/\$\{.*?\}/, 'p')).host,
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
        expect(existsSync(join(projectRoot, source)), source).toBe(true);
        expect(mode, source).toBe('ro');
      } else expect(compose.volumes).toHaveProperty(source);
    }
    const targets = mounts.map(([, target]) => target);
    const [, script] = entrypoint;
    if (script !== undefined) expect(targets).toContain(script);
    const config = environment['DOBROBOT_CONFIG'];
    if (config !== undefined) expect(targets).toContain(config);
  });

  it('asks for the variables that .env.example explains, and for no other', () => {
    const asked = [...text.matchAll(/\$\{(\w+):(?:\?[^}]+|-)\}/g)].map(([, name]) => name);
    expect(text.match(/\$\{/g)).toHaveLength(asked.length);
    const explained = [...read('.env.example').matchAll(/^(\w+)=/gm)].map(([, name]) => name);
    expect(new Set(asked)).toEqual(new Set(explained));
  });

  it('gives worker, bot and web page only variables that they know', () => {
    const shared = [
      ...['TEMPORAL_ADDRESS', 'TEMPORAL_NAMESPACE', 'DATABASE_URL', 'DOBROBOT_CONFIG'],
      'DOBROBOT_WEB_URL',
    ];
    const slack = ['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN'];
    const page = [
      ...['DOBROBOT_WEB_HOST', 'DOBROBOT_WEB_OPEN', 'TEMPORAL_UI_URL', 'SLACK_BOT_TOKEN'],
      'DOBROBOT_WEB_SECRET',
      ...['SLACK_CLIENT_ID', 'SLACK_CLIENT_SECRET', 'SLACK_TEAM_ID', 'SLACK_OIDC_ISSUER'],
    ];
    for (const [name, { environment }] of ours) {
      const own = name === 'web' ? page : slack;
      expect(Object.keys(environment).sort()).toEqual([...shared, ...own].sort());
    }
    const source = ['slack', 'database', 'load-settings', 'web', 'sign-in']
      .map((name) => read(`config/${name}.ts`))
      .join();
    // Temporal's own environment configuration reads these.
    const byTemporal = ['TEMPORAL_ADDRESS', 'TEMPORAL_NAMESPACE'];
    for (const name of [...shared, ...slack, ...page].filter((one) => !byTemporal.includes(one))) {
      expect(source).toContain(name);
    }
  });
});

describe('Dockerfile', () => {
  it('starts from images with a version', () => {
    const stages = [...dockerfile.matchAll(/ AS (\w+)$/gm)].map(([, stage]) => stage);
    for (const [, image] of dockerfile.matchAll(/^FROM (\S+)/gm)) {
      if (!stages.includes(image)) expect(image).toMatch(/^node:20\.\d+\.\d+-bookworm-slim$/);
    }
  });

  it('is let have every folder that is compiled', () => {
    const allowed = read('.dockerignore').split('\n');
    for (const name of ['package.json', 'package-lock.json', '.npmrc', ...sources]) {
      expect(existsSync(join(projectRoot, name)), name).toBe(true);
      expect(allowed).toContain(`!${name}`);
    }
  });

  it('keeps what was built, without its sources', () => {
    const kept = [...dockerfile.matchAll(/^COPY --from=build \/app\/(\S+) /gm)].map(([, path]) => path);
    expect(kept).toEqual(['package.json', 'node_modules', 'build', 'cli/dobrobot.mjs', 'dist']);
  });

  it('runs scripts that exist, as a user without rights', () => {
    expect(scripts).toHaveProperty('build');
    expect(dockerfile).toContain('RUN npm run build\n');
    expect(dockerfile).toMatch(/^USER node$/m);
  });
});
