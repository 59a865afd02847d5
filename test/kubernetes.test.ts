import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { projectRoot } from '../start/project.ts';
import { isSecret } from './support/is-secret.ts';

const read = (path: string) => readFileSync(join(projectRoot, path), 'utf8');
const base = 'deploy/kubernetes';

const kustomization = z
  .object({
    resources: z.array(z.string()),
    images: z.array(z.object({ name: z.string(), newTag: z.string() })),
  })
  .parse(parse(read(`${base}/kustomization.yaml`)));
const resources = kustomization.resources.flatMap((file) =>
  parseAllDocuments(read(`${base}/${file}`)).map((document) => document.toJS({}) as unknown),
);

const probe = z.object({ httpGet: z.object({ path: z.string(), port: z.literal('health') }) });
const deployment = z.object({
  kind: z.literal('Deployment'),
  metadata: z.object({ name: z.string() }),
  spec: z.object({
    replicas: z.literal(2),
    template: z.object({
      spec: z.object({
        automountServiceAccountToken: z.literal(false),
        securityContext: z.object({
          runAsNonRoot: z.literal(true),
          runAsUser: z.literal(1000),
          runAsGroup: z.literal(1000),
          fsGroup: z.literal(1000),
        }),
        containers: z.tuple([
          z.object({
            command: z.array(z.string()),
            env: z.array(z.object({ name: z.string(), value: z.string() })),
            ports: z.array(z.object({ name: z.string(), containerPort: z.number() })),
            readinessProbe: probe,
            livenessProbe: probe,
            resources: z.object({ limits: z.object({ memory: z.string() }) }),
            securityContext: z.object({
              allowPrivilegeEscalation: z.literal(false),
              readOnlyRootFilesystem: z.literal(true),
              capabilities: z.object({ drop: z.tuple([z.literal('ALL')]) }),
            }),
          }),
        ]),
      }),
    }),
  }),
});
const deployments = resources.flatMap((resource) => deployment.safeParse(resource).data ?? []);
const compose = z
  .object({
    services: z.record(
      z.string(),
      z.object({ command: z.array(z.string()).optional(), environment: z.record(z.string(), z.string()) }),
    ),
  })
  .parse(parse(read('docker-compose.yml'), { merge: true }));

describe('the base for Kubernetes', () => {
  it('has the three processes twice, without rights, and starts them as Compose does', () => {
    expect(deployments.map(({ metadata }) => metadata.name)).toEqual(['worker', 'bot', 'web']);
    for (const { metadata, spec } of deployments) {
      const [{ command }] = spec.template.spec.containers;
      expect(command, metadata.name).toEqual(compose.services[metadata.name]?.command);
    }
  });

  it('takes its secrets from files, and the same ones as Compose', () => {
    // In Kubernetes the address of the database is that of its service.
    const fileOf = ([name, value]: readonly [string, string]): [string, string] => [
      name,
      value.replace(/^\$\{\w+:\+(.+)\}$/, '$1').replace('log_database_url', 'database_url'),
    ];
    for (const { metadata, spec } of deployments) {
      const [{ env }] = spec.template.spec.containers;
      const isFile = ([name]: readonly [string, string]) => name.endsWith('_FILE');
      const files = env.map(({ name, value }): [string, string] => [name, value]).filter(isFile);
      const ofCompose = Object.entries(compose.services[metadata.name]?.environment ?? {}).filter(isFile);
      expect(new Map(files)).toEqual(new Map(ofCompose.map(fileOf)));
      expect(env.map(({ name }) => name).filter((name) => isSecret(name))).toEqual([]);
    }
  });

  it('asks each process how it is, where it tells', () => {
    for (const { spec } of deployments) {
      const [container] = spec.template.spec.containers;
      expect(container.readinessProbe.httpGet.path).toBe('/readyz');
      expect(container.livenessProbe.httpGet.path).toBe('/healthz');
      const port = container.ports.find(({ name }) => name === 'health')?.containerPort;
      expect(container.env).toContainEqual({ name: 'DOBROBOT_HEALTH_PORT', value: String(port) });
    }
  });

  it('has the image of this version', () => {
    const { version } = JSON.parse(read('package.json')) as { version: string };
    expect(kustomization.images).toEqual([{ name: 'dobrobot', newTag: version }]);
  });
});
