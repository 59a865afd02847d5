/**
 * Schemathesis tests the real server against its description, from which alone it knows the endpoints. Whatever it sends, the server must
 * not fail, and every answer must be described.
 */
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startApiCompany } from '../support/api.ts';
import type { ApiCompany } from '../support/api.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { schemathesis } from './tools.ts';

const run = promisify(execFile);
const hooks = fileURLToPath(new URL('schemathesis_hooks.py', import.meta.url));

/** The statuses that may reject invalid data, 413 among them: what is too large is rejected unread. */
const refusals = `[checks.negative_data_rejection]
expected-statuses = [400, 401, 403, 404, 405, 406, 409, 413, 415, 422, 428, 429, "5xx"]
`;

let api: ApiCompany;
let token: string;
beforeAll(async () => {
  api = await startApiCompany({ tickets: { 'PAY-1': ['billing'] } });
  token = await api.tokenOf('U_NORA');
  const ann = await api.tokenOf('U_ANN');
  await api.call(ann, 'POST', '/releases', { body: { tickets: ['PAY-1'], noNeedAdmin: true } });
  // An ended release, so that `wait` returns soon.
  await api.call(ann, 'POST', '/releases/PAY-1/cancel', { body: {} });
});
afterAll(() => api.close());

it('answers as it describes', { timeout: 900_000 }, async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'schemathesis.toml'), refusals);
  const args = [
    ...['run', `${api.url}/api/v1/openapi.json`, '--header', `Authorization: Bearer ${token}`],
    ...['--checks', 'all', '--seed', '1', '--max-examples', process.env['API_EXAMPLES'] ?? '3'],
    // A token may make 500 requests in ten seconds.
    ...['--rate-limit', '45/s', '--request-timeout', '40', '--max-response-time', '30'],
    ...['--no-shrink', '--no-color'],
  ];
  const env = { ...process.env, HYPOTHESIS_STORAGE_DIRECTORY: folder, SCHEMATHESIS_HOOKS: hooks };
  const options = { cwd: folder, env, maxBuffer: 64 * 2 ** 20 };
  const { stdout } = await run(await schemathesis(), args, options).catch((error: unknown) => {
    throw new Error((error as { stdout?: string }).stdout ?? String(error), { cause: error });
  });
  expect(stdout).toMatch(/\d{3,} generated, \d{3,} passed/);
});
