/** Five pipelines race for one component; two die and one is suspended. No two of them ever change the target at once. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startApiCompany } from '../support/api.ts';
import type { ApiCompany } from '../support/api.ts';
import { shipping } from '../support/company.ts';
import { deployment, startFencedTarget } from '../support/fenced-target.ts';
import type { FencedTarget } from '../support/fenced-target.ts';
import { atLength } from '../support/length.ts';
import { startPipeline } from '../support/pipeline.ts';
import type { Pipeline } from '../support/pipeline.ts';

let api: ApiCompany;
let target: FencedTarget;
let tokens: Record<'ann' | 'nora' | 'sam' | 'ci', string>;
const started: Pipeline[] = [];
const tickets = ['RACE-1', 'RACE-2', 'RACE-3', 'RACE-4', 'RACE-5'];

beforeAll(async () => {
  api = await startApiCompany({ tickets: Object.fromEntries(tickets.map((key) => [key, ['ledger']])) });
  const [ann, nora, sam] = await Promise.all(['U_ANN', 'U_NORA', 'U_SAM'].map((user) => api.tokenOf(user)));
  const ci = await api.tokenOf('service:ci', { scopes: ['read', 'deploy'], components: ['ledger'] });
  tokens = { ann: ann ?? '', nora: nora ?? '', sam: sam ?? '', ci };
  target = await startFencedTarget(async (token) => {
    const { body } = await api.call(ci, 'POST', '/locks/ledger/verify', { body: { token } });
    return body['valid'] === true;
  });
});
afterAll(async () => {
  for (const { killAll } of started) killAll('SIGKILL');
  await target.close();
  await api.close();
});

const command = (who: keyof typeof tokens, path: string, body: object = {}) =>
  api.call(tokens[who], 'POST', path, { body });

/** At full length the sleeper sleeps for two real minutes and is missed after the default time. */
const sleepsMs = atLength(120_000, 0);
const sleeperDeadAfter = `${atLength(60, 6)}s`;

/** A pipeline that deploys a release, over the API or directly over Temporal. */
function pipeline(name: string, ticket: string, by: 'api' | 'temporal', deadAfter = '6s'): Pipeline {
  const way =
    by === 'api'
      ? { DOBROBOT_URL: api.url, DOBROBOT_TOKEN: tokens.ci }
      : { ...api.company.env, DOBROBOT_ACTOR: 'U_ANN' };
  const one = startPipeline(
    ['run', ticket, '--wait', '--', process.execPath, '--input-type=module', '-e', deployment],
    { ...way, PIPELINE: name, TARGET: target.url, DOBROBOT_DEAD_AFTER: deadAfter, LANG: 'en_US.UTF-8' },
  );
  started.push(one);
  return one;
}

const isAtWork = (name: string) => expect.poll(() => target.changes.at(-1)?.pipeline).toBe(name);
const isMissed = async (ticket: string) => {
  await expect.poll(async () => (await api.company.statusOf(ticket)).waitingFor).toBe('pipeline');
  const told = async () => (await api.company.slack.messages(shipping)).map(({ text }) => text);
  await expect.poll(told).toContainEqual(expect.stringMatching(new RegExp(`${ticket}.* is gone`)));
};

it('keeps them apart', { timeout: 300_000 + sleepsMs }, async () => {
  for (const ticket of tickets) {
    await command('ann', '/releases', { tickets: [ticket], noNeedAdmin: true });
    await api.company.untilStage(ticket, 'awaiting_approval');
    await command('nora', `/releases/${ticket}/accept`);
  }
  for (const name of ['1', '2', '3']) target.kept.add(name);
  const [first, second, third, fourth, fifth] = tickets.map((ticket, index) =>
    pipeline(
      String(index + 1),
      ticket,
      index % 2 === 0 ? 'api' : 'temporal',
      ticket === 'RACE-3' ? sleeperDeadAfter : undefined,
    ),
  ) as [Pipeline, Pipeline, Pipeline, Pipeline, Pipeline];

  // The process it ran lives on, and the release keeps its lock. Once another pipeline takes over, that process can change nothing
  // more.
  await isAtWork('1');
  first.kill('SIGKILL');
  await isMissed('RACE-1');
  expect(target.refused).not.toContain('1');
  expect(await pipeline('1b', 'RACE-1', 'temporal').ended).toBe(0);
  await expect.poll(() => target.refused).toContain('1');
  expect((await api.company.statusOf('RACE-1')).stage).toBe('finished');

  // A user takes the lock of a pipeline that is dead together with its process.
  await isAtWork('2');
  second.killAll('SIGKILL');
  await isMissed('RACE-2');
  await command('sam', '/locks/ledger/unlock', { reason: 'its pipeline is dead' });

  // One is suspended while another takes over its release.
  await isAtWork('3');
  third.killAll('SIGSTOP');
  const woken = sleep(sleepsMs);
  await isMissed('RACE-3');
  target.kept.add('3b');
  const replacement = pipeline('3b', 'RACE-3', 'api');
  await isAtWork('3b');
  await woken;
  expect(target.refused).not.toContain('3');
  third.killAll('SIGCONT');
  expect(await third.ended).toBe(7);
  expect(third.err()).toMatch(/NOT REPORTED/);
  expect(target.refused).toContain('3');
  expect((await api.company.statusOf('RACE-3')).stage).toBe('deploying');
  target.kept.delete('3b');
  expect(await replacement.ended).toBe(0);

  expect(await Promise.all([fourth.ended, fifth.ended])).toEqual([0, 0]);
  expect(fifth.out()).toBe('RACE-5 is out\n');
  for (const ticket of ['RACE-3', 'RACE-4', 'RACE-5']) await api.company.untilStage(ticket, 'finished');

  const names = target.changes.map(({ pipeline: name }) => name);
  const turns = names.filter((name, index) => name !== names[index - 1]);
  expect(turns).toEqual(['1', '1b', '2', '3', '3b', '4', '5']);
  const order = target.changes.map(({ token }) => token);
  expect(order).toEqual(order.toSorted((a, b) => a - b));
});
