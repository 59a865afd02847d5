/** The GitHub Action run by act and the GitLab template run by gitlab-ci-local, without containers: each deploys a release. */
import { execFileSync } from 'node:child_process';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { freePort } from '../support/free-port.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { gate, run } from '../gate/shell.ts';
import { startApiCompany } from '../support/api.ts';
import type { ApiCompany } from '../support/api.ts';
import { startIdentityIssuer } from '../support/identity-issuer.ts';
import type { IdentityIssuer, Mood } from '../support/identity-issuer.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { startWeb } from '../support/web.ts';

const cache =
  process.env['STEPS_CACHE'] ??
  join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'dobrobot', 'steps');

const port = await freePort();
/** The address of the server, and the audience of identity tokens. */
const url = `http://127.0.0.1:${port}`;

let issuer: IdentityIssuer;
let api: ApiCompany;
let ci: string;

beforeAll(async () => {
  issuer = await startIdentityIssuer();
  const ours = (mood: Mood, claims: object) => ({
    ...{ kind: mood === 'good' ? 'github' : 'gitlab', issuer: issuer.issuerOf(mood), audience: url },
    ...{ claims, scopes: ['read', 'deploy'], components: ['ledger'] },
  });
  const keys = [1, 2, 3, 4, 5, 6, 7].map((n) => `STEP-${n}`);
  api = await startApiCompany({
    tickets: Object.fromEntries(keys.map((key) => [key, ['ledger']])),
    settings: {
      internalHosts: ['127.0.0.1'],
      trust: {
        github: ours('good', { repository_id: 74, environment: 'production', ref: 'refs/heads/main' }),
        gitlab: ours('gitlab', { project_id: 20, ref: 'main', ref_protected: true }),
      },
    },
  });
  await startWeb(api.company.env, port);
  ci = await api.tokenOf('service:ci', { scopes: ['read', 'deploy'] });
});
afterAll(async () => {
  await api.close();
  await issuer.close();
});

async function approved(ticket: string): Promise<void> {
  await api.call(await api.tokenOf('U_ANN'), 'POST', '/releases', {
    body: { tickets: [ticket], noNeedAdmin: true },
  });
  await api.company.untilStage(ticket, 'awaiting_approval');
  await api.call(await api.tokenOf('U_NORA'), 'POST', `/releases/${ticket}/accept`, { body: {} });
}

const startOf = async (ticket: string) => {
  const { body } = await api.call(ci, 'GET', `/log?ticket=${ticket}`);
  return (body['events'] as readonly { readonly type: string }[]).find(({ type }) => type === 'started');
};

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

/** Runs the Action in a job; `env`: what GitHub sets there. */
async function act(
  ticket: string,
  command: string,
  inputs: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>> = {},
) {
  const job = {
    'runs-on': 'ubuntu-latest',
    permissions: { 'id-token': 'write', contents: 'read' },
    steps: [
      { uses: 'actions/checkout@v4' },
      { uses: './gate', with: { url: '${{ vars.DOBROBOT_URL }}', ticket, run: command, ...inputs } },
    ],
  };
  const folder = await clone({
    '.github/workflows/deploy.yml': stringify({ on: 'push', jobs: { deploy: job } }),
  });
  const words = ['push', '--platform', 'ubuntu-latest=-self-hosted', '--var', `DOBROBOT_URL=${url}`];
  const set = Object.entries(env).flatMap(([name, value]) => ['--env', `${name}=${value}`]);
  const own = { HOME: await temporaryFolder(), DOBROBOT_TOKEN: ci };
  return run([join(cache, 'act'), ...words, '--secret', 'DOBROBOT_TOKEN', ...set], own, folder);
}

const byToken = { token: '${{ secrets.DOBROBOT_TOKEN }}' };
const tells = 'echo "out: $DOBROBOT_TICKET $DOBROBOT_TOKENS"';
const stageOf = async (ticket: string) => (await api.company.statusOf(ticket)).stage;

it('the Action deploys', async () => {
  await approved('STEP-1');
  const { code, out } = await act('STEP-1', tells, byToken);
  expect([code, out]).toEqual([
    0,
    expect.stringMatching(/out: STEP-1 \{"ledger":\d+\}.*STEP-1 is finished/s),
  ]);
  expect(await stageOf('STEP-1')).toBe('finished');
});

it('the Action fails as what it runs does, and rolls back', async () => {
  await approved('STEP-2');
  const { code } = await act('STEP-2', 'exit 3', byToken);
  expect(code).not.toBe(0);
  expect(await stageOf('STEP-2')).toBe('rolled_back');
});

it('the Action deploys by the identity token of its job, and the log says which run it was', async () => {
  await approved('STEP-4');
  const { code, out } = await act('STEP-4', tells, {}, issuer.actionsEnv());
  expect([code, out]).toEqual([0, expect.stringMatching(/out: STEP-4 .*STEP-4 is finished/s)]);
  expect(out).not.toMatch(/dob_|eyJ/);
  await expect
    .poll(() => startOf('STEP-4'))
    .toMatchObject({
      actor: 'service:github',
      pipeline: { token: 'github', repository: 'acme/app', run: '42' },
    });
});

it('the Action runs nothing where the identity token is for another audience, or there is none', async () => {
  await approved('STEP-5');
  const other = await act('STEP-5', tells, { audience: 'https://other.example.com' }, issuer.actionsEnv());
  const none = await act('STEP-5', tells, {});
  for (const { code, out } of [other, none]) {
    expect(code).not.toBe(0);
    expect(out).not.toContain('out: STEP-5');
  }
  expect(other.out).toMatch(/The identity token is not taken \(403\): .*aud is not what/);
  expect(await stageOf('STEP-5')).toBe('ready');
  await act('STEP-5', 'true', byToken);
});

/** Runs the job of the template; `variables` are those of the project. */
async function gitlab(ticket: string, variables: Readonly<Record<string, string>>) {
  const jobs = {
    include: { local: 'gate/gitlab/dobrobot.yml' },
    deploy: {
      extends: '.dobrobot',
      variables: { DOBROBOT_TICKET: ticket, DOBROBOT_DEPLOY: 'sh deploy.sh' },
    },
  };
  const folder = await clone({ '.gitlab-ci.yml': stringify(jobs), 'deploy.sh': tells });
  const own = {
    HOME: await temporaryFolder(),
    PATH: [join(cache, 'bin'), process.env['PATH']].join(delimiter),
  };
  const program = join(cache, 'node_modules', '.bin', 'gitlab-ci-local');
  const set = Object.entries(variables).flatMap(([name, value]) => ['--variable', `${name}=${value}`]);
  return run([program, '--force-shell-executor', ...set, 'deploy'], own, folder);
}

/** What GitLab makes of the template's `id_tokens`; gitlab-ci-local does not. */
async function idTokens(
  variables: Readonly<Record<string, string>>,
  claims: object,
): Promise<Readonly<Record<string, string>>> {
  const template = parse(await readFile(gate('gitlab', 'dobrobot.yml'), 'utf8')) as {
    readonly '.dobrobot': { readonly id_tokens: Readonly<Record<string, { readonly aud: string }>> };
  };
  const tokens = Object.entries(template['.dobrobot'].id_tokens).map(async ([name, { aud }]) => {
    const filled = aud.replace(/\$(\w+)/g, (_, variable: string) => variables[variable] ?? '');
    return [name, await issuer.tokenOf({ mood: 'gitlab', claims: { ...claims, aud: filled } })] as const;
  });
  return Object.fromEntries(await Promise.all(tokens));
}

const ofGitlab = {
  ...{ project_id: '20', project_path: 'acme/app', ref: 'main', ref_protected: 'true' },
  ...{ pipeline_source: 'push', pipeline_id: '574', environment: undefined },
};

it('the template of GitLab deploys', async () => {
  await approved('STEP-3');
  const { code, out, err } = await gitlab('STEP-3', { DOBROBOT_URL: url, DOBROBOT_TOKEN: ci });
  expect([code, out + err]).toEqual([0, expect.stringMatching(/out: STEP-3 \{"ledger":\d+\}/)]);
  expect(await stageOf('STEP-3')).toBe('finished');
});

it('the template of GitLab deploys by the identity token of its job', async () => {
  await approved('STEP-6');
  const variables = { DOBROBOT_URL: url };
  const tokens = await idTokens(variables, ofGitlab);
  const { code, out, err } = await gitlab('STEP-6', { ...variables, ...tokens });
  expect([code, out + err]).toEqual([0, expect.stringMatching(/out: STEP-6 \{"ledger":\d+\}/)]);
  await expect
    .poll(() => startOf('STEP-6'))
    .toMatchObject({
      actor: 'service:gitlab',
      pipeline: { token: 'gitlab', repository: 'acme/app', run: '574' },
    });
});

it('the template of GitLab runs nothing by the token of a branch that is not protected', async () => {
  await approved('STEP-7');
  const variables = { DOBROBOT_URL: url };
  const tokens = await idTokens(variables, { ...ofGitlab, ref_protected: 'false' });
  const { code, out, err } = await gitlab('STEP-7', { ...variables, ...tokens });
  expect(code).not.toBe(0);
  expect(out + err).toMatch(/The identity token is not taken \(403\): .*ref_protected/);
  expect(await stageOf('STEP-7')).toBe('ready');
});
