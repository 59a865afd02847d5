/** `dobrobot run`: the command it runs keeps its own output and exit code, and the release is notified how it ended. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { projectRoot } from '../../start/project.ts';
import { startApiCompany } from '../support/api.ts';
import type { ApiCompany } from '../support/api.ts';
import { heldCommand } from '../support/held-command.ts';
import { startPipeline } from '../support/pipeline.ts';
import type { Pipeline } from '../support/pipeline.ts';
import { startWeb } from '../support/web.ts';

let api: ApiCompany;
let ci: string;
const tickets = ['RUN-1', 'RUN-2', 'RUN-3', 'RUN-4', 'RUN-5', 'RUN-6', 'RUN-7', 'RUN-8', 'RUN-9', 'RUN-10'];
const started: Pipeline[] = [];

beforeAll(async () => {
  api = await startApiCompany({ tickets: Object.fromEntries(tickets.map((key) => [key, ['ledger']])) });
  ci = await api.tokenOf('service:ci', { scopes: ['read', 'deploy'] });
});
afterAll(async () => {
  for (const { killAll } of started) killAll('SIGKILL');
  await api.close();
});

/** Requests a release and approves it. */
async function approved(ticket: string): Promise<void> {
  const [ann, nora] = await Promise.all([api.tokenOf('U_ANN'), api.tokenOf('U_NORA')]);
  await api.call(ann, 'POST', '/releases', { body: { tickets: [ticket], noNeedAdmin: true } });
  await api.company.untilStage(ticket, 'awaiting_approval');
  await api.call(nora, 'POST', `/releases/${ticket}/accept`, { body: {} });
  await api.company.untilStage(ticket, 'ready');
}

const byApi = () => ({ DOBROBOT_URL: api.url, DOBROBOT_TOKEN: ci, LANG: 'en_US.UTF-8' });
function run(env: Readonly<Record<string, string>>, ...words: readonly string[]): Pipeline {
  const pipeline = startPipeline(['run', ...words], env);
  started.push(pipeline);
  return pipeline;
}
const node = (script: string) => [process.execPath, '-e', script];
const lastEvent = async (ticket: string) => {
  const { body } = await api.call(ci, 'GET', `/log?ticket=${ticket}`);
  return (body['events'] as { type: string; facts: object; actor: string; via: string }[])[0];
};

it('gives the command the tokens, its output to whoever reads it, and finishes', async () => {
  await approved('RUN-1');
  const { locks } = await api.company.statusOf('RUN-1');
  const script = `
    process.stdout.write(JSON.stringify([process.env.DOBROBOT_TICKET, process.env.DOBROBOT_TOKENS]));
    process.stderr.write('<its own words>');`;
  const pipeline = run(byApi(), 'run-1', '--', ...node(script));
  expect(await pipeline.ended).toBe(0);
  const tokens = { ledger: locks[0]?.token };
  expect(pipeline.out()).toBe(JSON.stringify(['RUN-1', JSON.stringify(tokens)]));
  expect(pipeline.err()).toMatch(/RUN-1 is on production.*<its own words>.*RUN-1 is finished/s);
  await expect
    .poll(() => lastEvent('RUN-1'))
    .toMatchObject({ type: 'finished', actor: 'service:ci', via: 'api' });
});

it('rolls back with why, and ends as the command did', async () => {
  await approved('RUN-2');
  const sha = 'd6fde92930d4715a2b49857d24b940956b26d2d3';
  const job = { GITLAB_CI: 'true', CI_PROJECT_PATH: 'acme/app', CI_PIPELINE_ID: '574', CI_COMMIT_SHA: sha };
  const env = { ...api.company.env, ...job, DOBROBOT_ACTOR: 'U_ANN' };
  expect(await run(env, 'RUN-2', '--', ...node('process.exit(42)')).ended).toBe(42);
  await expect
    .poll(() => lastEvent('RUN-2'))
    .toMatchObject({
      type: 'rolledBack',
      facts: { reason: expect.stringContaining('exit code 42') as string },
      via: 'terminal',
      pipeline: { repository: 'acme/app', run: '574', sha },
    });
});

it('hands on the signal that is to end it, and waits', async () => {
  await approved('RUN-3');
  const script = `
    process.on('SIGTERM', () => setTimeout(() => process.exit(9), 300));
    setInterval(() => {}, 1000);
    console.log('at work');`;
  const pipeline = run(byApi(), 'RUN-3', '--', ...node(script));
  await expect.poll(pipeline.out).toBe('at work\n');
  pipeline.kill('SIGTERM');
  expect(await pipeline.ended).toBe(9);
  expect((await api.company.untilStage('RUN-3', 'rolled_back')).stage).toBe('rolled_back');
});

it('leaves Ctrl-C to the terminal, which gives it to the command by itself, whatever stdin is', async () => {
  await approved('RUN-8');
  // In a session of its own it gets only signals that are passed on.
  const command = `
import os, signal
os.setsid()
signal.signal(signal.SIGINT, lambda *_: os._exit(1))
signal.signal(signal.SIGTERM, lambda *_: os._exit(9))
print('at work', flush=True)
while True:
    signal.pause()`;
  // Opens a terminal, types Ctrl-C in it, and closes it once that has arrived.
  const terminal = `
import os, pty, signal, sys
pid, fd = pty.fork()
if pid == 0:
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.execv(sys.argv[1], sys.argv[1:])
def until(text):
    seen = b''
    while text not in seen:
        seen += os.read(fd, 4096)
until(b'at work')
os.write(fd, b'\\x03')
until(b'^C')
os.kill(pid, signal.SIGTERM)
try:
    while os.read(fd, 4096): pass
except OSError:
    pass
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))`;
  const cli = join(projectRoot, 'cli', 'dobrobot.mjs');
  const words = ['-c', terminal, process.execPath, cli, 'run', 'RUN-8', '--', 'python3', '-c', command];
  const child = spawn('python3', words, { env: { ...process.env, ...byApi() }, stdio: 'ignore' });
  expect(await once(child, 'exit')).toEqual([9, null]);
  await api.company.untilStage('RUN-8', 'rolled_back');
});

it('tells a signal that ended the command, and one that there is none', async () => {
  await approved('RUN-4');
  const pipeline = run(byApi(), 'RUN-4', '--', 'sh', '-c', 'kill -KILL $$');
  expect(await pipeline.ended).toBe(137);
  await expect
    .poll(() => lastEvent('RUN-4'))
    .toMatchObject({ facts: { reason: expect.stringContaining('SIGKILL') as string } });
  await approved('RUN-5');
  expect(await run(byApi(), 'RUN-5', '--', './no-such-command').ended).toBe(127);
  await api.company.untilStage('RUN-5', 'rolled_back');
  await approved('RUN-10');
  expect(await run(byApi(), 'RUN-10', '--', '/dev/null/no-folder').ended).toBe(126);
  await api.company.untilStage('RUN-10', 'rolled_back');
});

it('runs nothing where it may not start', async () => {
  const command = ['--', ...node('console.log("ran")')];
  for (const [env, code, why] of [
    [byApi(), 1, /./],
    [{ ...byApi(), DOBROBOT_TOKEN: await api.tokenOf('U_BEN', { scopes: ['read'] }) }, 3, /deploy/],
    [{ ...byApi(), DOBROBOT_DEAD_AFTER: '2h' }, 2, /60s/],
  ] as const) {
    const pipeline = run(env, 'RUN-1', ...command);
    expect([await pipeline.ended, pipeline.out(), pipeline.err()]).toEqual([
      code,
      '',
      expect.stringMatching(why),
    ]);
  }
});

it('goes on with its own release after nobody answered for longer than it may be silent', async () => {
  await approved('RUN-6');
  const web = await startWeb(api.company.env);
  const { command, letGo, close } = await heldCommand();
  const env = { ...byApi(), DOBROBOT_URL: web.url, DOBROBOT_DEAD_AFTER: '3s' };
  const pipeline = run(env, 'RUN-6', '--', ...command);
  await expect.poll(pipeline.err).toContain('on production');
  process.kill(web.child.pid, 'SIGSTOP');
  const waitsFor = async () => (await api.company.statusOf('RUN-6')).waitingFor;
  await expect.poll(waitsFor).toBe('pipeline');
  process.kill(web.child.pid, 'SIGCONT');
  await expect.poll(waitsFor).toBe('finish');
  letGo();
  expect(await pipeline.ended).toBe(0);
  expect(pipeline.err()).toMatch(/is ours again.*is finished/s);
  close();
  await web.child.stop();
});

it('says what is to be done where somebody else has ended the release', async () => {
  await approved('RUN-7');
  const env = { ...byApi(), DOBROBOT_DEAD_AFTER: '2s' };
  const { command, letGo, close } = await heldCommand();
  const pipeline = run(env, 'RUN-7', '--', ...command);
  await expect.poll(pipeline.err).toContain('on production');
  await api.call(await api.tokenOf('U_ANN'), 'POST', '/releases/RUN-7/depRollback', { body: {} });
  await expect.poll(pipeline.err).toContain('ATTENTION');
  letGo();
  expect(await pipeline.ended).toBe(0);
  expect(pipeline.err()).toMatch(/ATTENTION.*NOT REPORTED/s);
  expect((await api.company.statusOf('RUN-7')).stage).toBe('rolled_back');
  close();
});

it('says that nobody hears of it any more once its release was terminated, and ends as the command did', async () => {
  await approved('RUN-9');
  const env = { ...byApi(), DOBROBOT_DEAD_AFTER: '2s' };
  const { command, letGo, close } = await heldCommand();
  const pipeline = run(env, 'RUN-9', '--', ...command);
  await expect.poll(pipeline.err).toContain('on production');
  await api.company.temporal.client.workflow.getHandle('release:RUN-9').terminate('a test');
  await expect.poll(pipeline.err).toMatch(/ATTENTION: .*RUN-9 was ended in Temporal.*unlock/);
  letGo();
  expect(await pipeline.ended).toBe(0);
  expect(pipeline.err()).toMatch(/NOT REPORTED.*went well.*"unlock COMPONENT REASON"/);
  close();
});
