/** What the terminal needs to reach anybody, and by which configuration it then goes. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startApiCompany } from '../support/api.ts';
import type { ApiCompany } from '../support/api.ts';
import { testNamespace } from '../support/temporal.ts';
import { dobrobot } from './dobrobot.ts';

let api: ApiCompany;
beforeAll(async () => {
  api = await startApiCompany({ tickets: { 'X-1': ['db'] } });
});
afterAll(() => api.close());

it('says what it lacks to reach anybody', async () => {
  const asJson = await dobrobot(['queue', '--json'], {});
  expect([asJson.code, JSON.parse(asJson.out)]).toEqual([
    3,
    { code: 'notReachable', detail: expect.stringContaining('TEMPORAL_ADDRESS') as string },
  ]);
  expect(await dobrobot(['queue'], {})).toMatchObject({
    code: 3,
    err: expect.stringContaining('TEMPORAL_ADDRESS') as string,
  });
  expect(
    await dobrobot(['queue'], { DOBROBOT_URL: 'http://127.0.0.1:1', DOBROBOT_TOKEN: 'dob_x' }),
  ).toMatchObject({
    code: 3,
    err: expect.stringContaining('DOBROBOT_URL') as string,
  });
  const away = await dobrobot(['queue'], { ...api.company.env, TEMPORAL_ADDRESS: '127.0.0.1:1' });
  expect(away).toMatchObject({
    code: 3,
    err: expect.stringMatching(/^.*No answer within.*TEMPORAL_ADDRESS.*\n$/) as string,
  });
  for (const words of [['queue'], ['check', 'X-1'], ['dep', 'start', 'X-1', '--wait']]) {
    const { code, out, err } = await dobrobot([...words, '--json'], {
      ...{ ...api.company.env, DOBROBOT_ACTOR: 'U_ANN' },
      TEMPORAL_NAMESPACE: 'nowhere',
    });
    expect([code, JSON.parse(out), err]).toEqual([
      3,
      { code: 'notReachable', detail: expect.stringMatching(/nowhere.*TEMPORAL_ADDRESS/) as string },
      '',
    ]);
  }
  expect(await dobrobot(['queue'], { DOBROBOT_URL: api.url })).toMatchObject({ code: 3 });
  expect(await dobrobot(['queue'], { DOBROBOT_URL: api.url, DOBROBOT_TOKEN: 'dob_x' })).toMatchObject({
    code: 3,
  });
  const narrow = await api.tokenOf('U_ANN', { scopes: ['request'] });
  expect(await dobrobot(['queue'], { DOBROBOT_URL: api.url, DOBROBOT_TOKEN: narrow })).toMatchObject({
    code: 3,
  });
  expect(await dobrobot(['dobro', 'X-1'], api.company.env)).toMatchObject({
    code: 3,
    err: expect.stringContaining('DOBROBOT_ACTOR') as string,
  });
});

it('goes by the configuration that runs, and by a file only while none does', async () => {
  const by = { ...api.company.env, DOBROBOT_ACTOR: 'U_ANN', DOBROBOT_CONFIG: '/no/such/dobrobot.yaml' };
  expect(await dobrobot(['queue', 'billing'], by)).toMatchObject({
    ...{ code: 0, err: '' },
    out: expect.stringContaining('billing') as string,
  });
  const empty = await testNamespace();
  const { DOBROBOT_CONFIG } = api.company.env;
  expect(await dobrobot(['queue', 'billing'], { ...by, ...empty.env })).toMatchObject({
    ...{ code: 2, out: '' },
    err: expect.stringMatching(/no\/such\/dobrobot\.yaml.*DOBROBOT_CONFIG/) as string,
  });
  const byFile = { ...by, ...empty.env, DOBROBOT_CONFIG };
  expect(await dobrobot(['queue', 'nowhere'], byFile)).toMatchObject({
    ...{ code: 1, out: '' },
    err: expect.stringContaining('billing') as string,
  });
  await empty.close();
});
