/** The GitHub Action by act, and the GitLab template by gitlab-ci-local, without containers: each deploys a release. */
import { execFileSync } from 'node:child_process';
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { gate, run } from '../gate/shell.ts';
import { startApiCompany } from '../support/api.ts';
import type { ApiCompany } from '../support/api.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const cache =
  process.env['STEPS_CACHE'] ??
  join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'dobrobot', 'steps');

let api: ApiCompany;
let ci: string;

beforeAll(async () => {
  api = await startApiCompany({
    tickets: { 'STEP-1': ['ledger'], 'STEP-2': ['ledger'], 'STEP-3': ['ledger'] },
  });
  ci = await api.tokenOf('service:ci', { scopes: ['read', 'deploy'] });
});
afterAll(() => api.close());

async function approved(ticket: string): Promise<void> {
  await api.call(await api.tokenOf('U_ANN'), 'POST', '/releases', {
    body: { tickets: [ticket], noNeedAdmin: true },
  });
  await api.company.untilStage(ticket, 'awaiting_approval');
  await api.call(await api.tokenOf('U_NORA'), 'POST', `/releases/${ticket}/accept`, { body: {} });
}

/** A clone of a project that has a copy of `gate/`, with these files. */
async function clone(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await temporaryFolder();
  await cp(gate(), join(folder, 'gate'), { recursive: true });
  for (const [path, text] of Object.entries(files)) {
    await mkdir(join(folder, path, '..'), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  const git = (...words: readonly string[]) =>
    execFileSync('git', ['-c', 'user.name=ci', '-c', 'user.email=ci@example.com', ...words], { cwd: folder });
  git('init', '--quiet', '--initial-branch', 'main');
  git('remote', 'add', 'origin', 'https://git.example.com/acme/shop.git');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'A project');
  return folder;
}

const act = async (ticket: string, command: string) => {
  const workflow = `
on: push
jobs:
  deploy:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: ./gate
        with:
          url: \${{ vars.DOBROBOT_URL }}
          token: \${{ secrets.DOBROBOT_TOKEN }}
          ticket: ${ticket}
          run: ${JSON.stringify(command)}
`;
  const folder = await clone({ '.github/workflows/deploy.yml': workflow });
  const words = ['push', '--platform', 'ubuntu-latest=-self-hosted', '--var', `DOBROBOT_URL=${api.url}`];
  const env = { HOME: await temporaryFolder(), DOBROBOT_TOKEN: ci };
  return run([join(cache, 'act'), ...words, '--secret', 'DOBROBOT_TOKEN'], env, folder);
};

it('the Action deploys', async () => {
  await approved('STEP-1');
  const { code, out } = await act('STEP-1', 'echo "out: $DOBROBOT_TICKET $DOBROBOT_TOKENS"');
  expect([code, out]).toEqual([
    0,
    expect.stringMatching(/out: STEP-1 \{"ledger":\d+\}.*STEP-1 is finished/s),
  ]);
  expect((await api.company.statusOf('STEP-1')).stage).toBe('finished');
});

it('the Action fails as what it runs does, and rolls back', async () => {
  await approved('STEP-2');
  const { code } = await act('STEP-2', 'exit 3');
  expect(code).not.toBe(0);
  expect((await api.company.statusOf('STEP-2')).stage).toBe('rolled_back');
});

it('the template of GitLab deploys', async () => {
  await approved('STEP-3');
  const jobs = `
include: { local: gate/gitlab/dobrobot.yml }
deploy:
  extends: .dobrobot
  variables:
    DOBROBOT_TICKET: STEP-3
    DOBROBOT_DEPLOY: sh deploy.sh
`;
  const deploy = 'echo "out: $DOBROBOT_TICKET $DOBROBOT_TOKENS"';
  const folder = await clone({ '.gitlab-ci.yml': jobs, 'deploy.sh': deploy });
  const variables = ['--variable', `DOBROBOT_URL=${api.url}`, '--variable', `DOBROBOT_TOKEN=${ci}`];
  const env = {
    HOME: await temporaryFolder(),
    PATH: [join(cache, 'bin'), process.env['PATH']].join(delimiter),
  };
  const { code, out, err } = await run(
    [
      join(cache, 'node_modules', '.bin', 'gitlab-ci-local'),
      '--force-shell-executor',
      ...variables,
      'deploy',
    ],
    env,
    folder,
  );
  expect([code, out + err]).toEqual([0, expect.stringMatching(/out: STEP-3 \{"ledger":\d+\}/)]);
  expect((await api.company.statusOf('STEP-3')).stage).toBe('finished');
});
