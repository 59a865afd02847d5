/** Where options may appear, and what they accept. No server is reachable: the command says so, or refuses the option first. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { testDatabase } from '../support/database.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { dobrobot } from './dobrobot.ts';

const asJson = /^\{"code":"notReachable",/;

describe('an option before a subcommand', () => {
  it.each(['check PAY-1', 'log', 'verify billing 5', 'token list'])(
    'acts as behind it: --json %s',
    async (said) => {
      const { code, out, err } = await dobrobot(['--json', ...said.split(' ')], {});
      expect([code, out, err]).toEqual([3, expect.stringMatching(asJson), '']);
    },
  );

  it('acts though another subcommand is between', async () => {
    const { code, out } = await dobrobot(['--json', 'config', 'check'], {});
    expect([code, JSON.parse(out)]).toMatchObject([0, { mistakes: [] }]);
  });

  it.each([
    ['--json', 'log', '--csv'],
    ['--wait', 'check', 'PAY-1'],
    ['--json', 'run', 'PAY-1', '--', 'true'],
    ['--timeout', '5m', 'doctor'],
    ['--json', 'completion', 'bash'],
    ['--wait', 'config', 'check'],
    ['log', '--csv', 'verify'],
    ['--json', 'log', 'verify'],
  ])('is refused where there is none: %s %s %s', async (...said) => {
    const { code, out, err } = await dobrobot(said, {});
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(/^error: .*(?:has no option|cannot be used with)/);
  });
});

it('waits with any words that mean dep start, and with no others', async () => {
  for (const said of ['start PAY-1', 'PAY-1 start', 'please go PAY-1', 'начинаю PAY-1']) {
    expect((await dobrobot([...said.split(' '), '--wait'], {})).code).toBe(3);
  }
  const other = await dobrobot(['finish', 'PAY-1', '--wait'], {});
  expect(other).toMatchObject({ code: 2, err: expect.stringContaining('dep start TICKET') as string });
});

it('goes by a database in a file, whatever npm start runs', async () => {
  const home = await temporaryFolder();
  const running = { TEMPORAL_ADDRESS: '127.0.0.1:1', DATABASE_URL: 'postgres://u@127.0.0.1:1/none' };
  await writeFile(join(home, 'running.json'), JSON.stringify({ pid: process.pid, env: running }));
  await writeFile(join(home, 'database'), await testDatabase());
  const env = { DOBROBOT_HOME: home, DATABASE_URL_FILE: join(home, 'database') };
  expect(await dobrobot(['token', 'list'], env)).toEqual({ code: 0, out: '', err: '' });
});

it.each([
  ['nobody', /no token nobody/],
  ['hook:argo', /take the hook out of the configuration/],
])('refuses to revoke what is no token of anybody: %s', async (name, why) => {
  const env = { DATABASE_URL: await testDatabase() };
  const { code, out, err } = await dobrobot(['token', 'revoke', name], env);
  expect([code, out, err]).toEqual([1, '', expect.stringMatching(why)]);
});
