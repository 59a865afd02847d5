/** Temporal dies while two pipelines run, and comes back: neither is ended, and both finish their releases. */
import { join } from 'node:path';
import { freePort } from '../support/free-port.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { EmbeddedTemporal } from '../../start/embedded-temporal.ts';
import { startApiCompany } from '../support/api.ts';
import type { ApiCompany } from '../support/api.ts';
import { startDevServer } from '../support/dev-server.ts';
import { heldCommand } from '../support/held-command.ts';
import { startPipeline } from '../support/pipeline.ts';
import type { Pipeline } from '../support/pipeline.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

let server: EmbeddedTemporal;
let api: ApiCompany;
const started: Pipeline[] = [];
const releases = { 'BACK-1': ['ledger'], 'BACK-2': ['billing'] };
const kept = { port: await freePort(), dbFile: join(await temporaryFolder(), 'temporal.db') };

beforeAll(async () => {
  server = await startDevServer(kept);
  api = await startApiCompany({ tickets: releases, temporalAddress: server.address });
}, 300_000);
afterAll(async () => {
  for (const { killAll } of started) killAll('SIGKILL');
  await api.close();
  await server.child.stop();
});

async function approved(ticket: string): Promise<void> {
  const [ann, nora] = await Promise.all([api.tokenOf('U_ANN'), api.tokenOf('U_NORA')]);
  await api.call(ann, 'POST', '/releases', { body: { tickets: [ticket], noNeedAdmin: true } });
  await api.company.untilStage(ticket, 'awaiting_approval');
  await api.call(nora, 'POST', `/releases/${ticket}/accept`, { body: {} });
  await api.company.untilStage(ticket, 'ready');
}

it('goes on with what it has, by the API and by Temporal', { timeout: 300_000 }, async () => {
  const ci = await api.tokenOf('service:ci', { scopes: ['read', 'deploy'] });
  const ways = {
    'BACK-1': { DOBROBOT_URL: api.url, DOBROBOT_TOKEN: ci },
    'BACK-2': { ...api.company.env, DOBROBOT_ACTOR: 'U_ANN' },
  };
  const held = await heldCommand();
  const pipelines = await Promise.all(
    Object.entries(ways).map(async ([ticket, way]) => {
      await approved(ticket);
      const env = { ...way, DOBROBOT_DEAD_AFTER: '4s', LANG: 'en_US.UTF-8' };
      const pipeline = startPipeline(['run', ticket, '--', ...held.command], env);
      started.push(pipeline);
      await expect.poll(pipeline.err).toContain('on production');
      return pipeline;
    }),
  );
  const tokensOf = async (ticket: string) => (await api.company.statusOf(ticket)).locks;
  const before = await tokensOf('BACK-1');
  await server.child.kill();
  for (const { err } of pipelines) await expect.poll(err).toContain('does not answer');
  server = await startDevServer(kept);
  for (const { err } of pipelines) await expect.poll(err).toContain('There are answers again');
  expect((await tokensOf('BACK-1')).map(({ component }) => component)).toEqual(
    before.map(({ component }) => component),
  );
  held.letGo();
  expect(await Promise.all(pipelines.map(({ ended }) => ended))).toEqual([0, 0]);
  for (const ticket of Object.keys(ways)) {
    expect(
      (await api.company.untilStage(ticket, 'finished')).history.filter(({ type }) => type === 'started'),
    ).toHaveLength(1);
  }
  held.close();
});
