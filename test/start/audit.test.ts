/** `npm run audit`, with a registry that reports a vulnerability, reports none, or does not answer audits. */
import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { join } from 'node:path';
import { projectRoot } from '../../start/project.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

type Severity = 'low' | 'high';

/** The vulnerabilities that the registry reports, by package, or the status of its refusal. */
let known: Readonly<Record<string, Severity>> | number;
/** The packages in the last request. */
let asked: readonly string[] = [];

const registry = createServer((request, response) => {
  void (async () => {
    const body = await buffer(request);
    if (!request.url?.endsWith('/advisories/bulk') || typeof known === 'number') {
      response.writeHead(typeof known === 'number' ? known : 404).end('{}');
      return;
    }
    const text = request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
    asked = Object.keys(JSON.parse(text.toString()) as object);
    const advisories = Object.entries(known).map(([name, severity], index) => [
      name,
      [
        {
          id: index + 1,
          url: `https://advisories.example.com/${index + 1}`,
          title: `A hole in ${name}`,
          severity,
          vulnerable_versions: '*',
          cwe: [],
          cvss: { score: 0, vectorString: null },
        },
      ],
    ]);
    response
      .writeHead(200, { 'content-type': 'application/json' })
      .end(JSON.stringify(Object.fromEntries(advisories)));
  })();
});

let home: string;
beforeAll(async () => {
  home = await temporaryFolder();
  await new Promise<void>((resolve) => registry.listen(0, '127.0.0.1', resolve));
});
afterAll(() => registry.close());

const audit = (port = (registry.address() as AddressInfo).port) =>
  new Promise<{ code: unknown; out: string }>((resolve) => {
    execFile(
      process.execPath,
      [join(projectRoot, 'start', 'audit.mjs')],
      {
        env: {
          ...process.env,
          npm_config_registry: `http://127.0.0.1:${port}`,
          npm_config_cache: home,
        },
      },
      (error, out) => {
        resolve({ code: error === null ? 0 : error.code, out });
      },
    );
  });

it('asks of the packages of production, and of no others', async () => {
  known = {};
  const { code, out } = await audit();
  expect([code, out]).toEqual([0, expect.stringMatching(/^\d{3} packages: 0 with known holes/)]);
  expect(asked).toEqual(expect.arrayContaining(['hono', '@slack/bolt', 'pg']));
  expect(asked).not.toContain('vitest');
});

it('fails where one has a hole, which it names', async () => {
  known = { hono: 'high' };
  const { code, out } = await audit();
  expect(code).toBe(1);
  expect(out).toMatch(/^high: hono .*: A hole in hono \(https:\/\/advisories\.example\.com\/1\)$/m);
});

it('tells of a small one, and passes', async () => {
  known = { kysely: 'low' };
  const { code, out } = await audit();
  expect([code, out]).toEqual([0, expect.stringMatching(/^low: kysely .*: 1 with known holes, 0 of them/s)]);
});

it.each([404, 405, 501])('passes with a note where the registry answers %i', async (status) => {
  known = status;
  expect(await audit()).toEqual({
    code: 0,
    out: expect.stringMatching(/^Not looked: the registry does not/) as string,
  });
});

it.each([
  ['is down', 503, undefined, /^npm audit failed: 503/],
  ['is not there', 404, 9, /^npm audit failed: .*ECONNREFUSED/],
])('fails where the registry %s', async (_, status, port, says) => {
  known = status;
  expect(await audit(port)).toEqual({ code: 2, out: expect.stringMatching(says) as string });
});
