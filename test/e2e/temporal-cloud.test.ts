/** Temporal as in Temporal Cloud: TLS with a client certificate, an API key, and the namespace in each call. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { freePort } from '../support/free-port.ts';
import type { Child } from '../../start/child.ts';
import { dobrobot } from '../cli/dobrobot.ts';
import { startCompany } from '../support/company.ts';
import type { Company } from '../support/company.ts';
import { startWeb } from '../support/processes.ts';
import { securely, startSecuredFrontend } from '../support/secured-frontend.ts';
import type { SecuredFrontend } from '../support/secured-frontend.ts';
import { testNamespace } from '../support/temporal.ts';

const apiKey = 'tmprl_key';

let frontend: SecuredFrontend;
let company: Company;
let web: Child;
let page: string;
beforeAll(async () => {
  const port = String(await freePort());
  page = `http://127.0.0.1:${port}`;
  const temporal = await testNamespace();
  frontend = await startSecuredFrontend(temporal.address, temporal.namespace, apiKey);
  company = await startCompany({
    tickets: { 'PAY-1': ['billing'] },
    temporal,
    page,
    env: { TEMPORAL_ADDRESS: frontend.address, ...securely(apiKey) },
  });
  web = await startWeb({ ...company.env, DOBROBOT_WEB_PORT: port });
});
afterAll(async () => {
  await web.kill();
  await company.close();
  await frontend.close();
});

it('worker, bot, page and terminal reach it', async () => {
  await company.say('U_ANN', 'dobro PAY-1');
  await company.untilStage('PAY-1', 'awaiting_approval');
  await company.say('U_NORA', 'accept PAY-1');
  await company.untilStage('PAY-1', 'awaiting_admin');
  const by = { ...company.env, DOBROBOT_ACTOR: 'U_SAM' };
  expect(await dobrobot(['here', 'PAY-1'], by)).toMatchObject({ code: 0 });
  await company.untilStage('PAY-1', 'ready');
  expect((await dobrobot(['queue', 'billing'], by)).out).toContain('PAY-1');
  await expect.poll(async () => (await fetch(`${page}/api/queue`)).text()).toContain('PAY-1');
  const { out } = await dobrobot(['doctor', '--json'], by);
  const { findings } = JSON.parse(out) as { readonly findings: readonly { name: string; state: string }[] };
  const ofTemporal = findings.filter(({ name }) =>
    ['Temporal', 'search attributes', 'worker', 'locks', 'workflow tasks'].includes(name),
  );
  expect(ofTemporal.length).toBeGreaterThan(2);
  expect(ofTemporal.filter(({ state }) => state !== 'ok')).toEqual([]);
  expect([...frontend.lost]).toEqual([]);
});

it.each([
  ['another key', { TEMPORAL_API_KEY: 'another' }, 'this key is not known'],
  [
    'no certificate',
    { TEMPORAL_TLS_CLIENT_CERT_PATH: undefined, TEMPORAL_TLS_CLIENT_KEY_PATH: undefined },
    'Temporal does not answer',
  ],
])('with %s nobody is let in', async (_, other, reason) => {
  const env = { ...company.env, DOBROBOT_ACTOR: 'U_SAM', ...other };
  const { code, err } = await dobrobot(['queue'], env);
  expect(err).toContain(reason);
  expect(code).toBe(3);
});
