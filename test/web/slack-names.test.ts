/** The names of people on the page. */
import { expect, it } from 'vitest';
import type { PeopleAnswer } from '../../web/wire.ts';
import { SlackNames } from '../../texts/slack-names.ts';
import { ask, testPage } from '../support/page.ts';
import { slackThat } from '../support/scripted-slack.ts';

const people: Readonly<Record<string, object>> = {
  U_ANN: { name: 'a.example', real_name: 'Ann Example', profile: { display_name: 'Ann' } },
  U_BEN: { name: 'ben', real_name: 'Ben Example', profile: { display_name: '' } },
};

async function page() {
  const { client, calls } = await slackThat({
    'users.info': (params) => {
      const user = people[params.get('user') ?? ''];
      return user === undefined ? { ok: false, error: 'user_not_found' } : { user };
    },
  });
  const served = await testPage(null, { names: new SlackNames(client) });
  const named = async (query: string) =>
    ((await (await ask(served, `/api/people?${query}`)).json()) as PeopleAnswer).people;
  return { served, calls, named };
}

it('is what Slack shows, and nothing for those whom it does not know', async () => {
  const { named } = await page();
  expect(await named('id=U_ANN&id=U_BEN&id=U_NOBODY')).toEqual({ U_ANN: 'Ann', U_BEN: 'Ben Example' });
});

it('is asked once', async () => {
  const { named, calls } = await page();
  for (let time = 0; time < 3; time += 1) await named('id=U_ANN&id=U_ANN');
  expect(calls).toEqual(['users.info']);
});

it('is asked of no more people in a minute than leaves Slack to the bot', async () => {
  const { named, calls } = await page();
  const ids = (from: number) => Array.from({ length: 100 }, (_, n) => `id=U_${String(from + n)}`).join('&');
  for (let time = 0; time < 10; time += 1) await named(ids(time * 100));
  expect(calls.length).toBeLessThanOrEqual(60);
});

it('is not asked of what is no user', async () => {
  const { served, calls } = await page();
  for (const query of [
    'id=__proto__',
    'id=U1%00',
    Array.from({ length: 101 }, (_, n) => `id=U${n}`).join('&'),
  ]) {
    const response = await ask(served, `/api/people?${query}`);
    expect(response.status).toBe(400);
  }
  expect(calls).toEqual([]);
});

it('is nothing without a token', async () => {
  const response = await ask(await testPage(null), '/api/people?id=U_ANN');
  expect(await response.json()).toEqual({ people: {} });
});
