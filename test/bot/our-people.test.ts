import { expect, it, onTestFinished, vi } from 'vitest';
import { ourPeople } from '../../bot/our-people.ts';
import { slackThat } from '../support/scripted-slack.ts';

const teams: Readonly<Record<string, object>> = {
  U_OURS: { team_id: 'T_OWN' },
  U_GRID: { team_id: 'T_SISTER', enterprise_user: { enterprise_id: 'E_OWN' } },
  U_ELSE: { team_id: 'T_ELSE', enterprise_user: { enterprise_id: 'E_ELSE' } },
  U_NOWHERE: {},
};

async function people(allowed: readonly string[] = []) {
  const slack = await slackThat({
    'auth.test': () => ({ team_id: 'T_OWN', enterprise_id: 'E_OWN' }),
    'users.info': (params) => {
      const user = teams[params.get('user') ?? ''];
      return user === undefined
        ? { ok: false, error: params.get('user') === 'U_ODD' ? 'missing_scope' : 'user_not_found' }
        : { user };
    },
  });
  return { calls: slack.calls, isOurs: ourPeople(slack.client, () => Promise.resolve(allowed)) };
}

it('are those of the workspace or the organization of the bot', async () => {
  const { isOurs } = await people();
  expect(await isOurs('U_OURS')).toBe(true);
  expect(await isOurs('U_GRID')).toBe(true);
  expect(await isOurs('U_ELSE')).toBe(false);
  expect(await isOurs('U_NOBODY')).toBe(false);
});

it.each([['T_ELSE'], ['E_ELSE']])('are those of %s, too, where it is allowed', async (team) => {
  const { isOurs } = await people([team]);
  expect(await isOurs('U_ELSE')).toBe(true);
});

it('are all of whom Slack cannot tell', async () => {
  const warn = vi.spyOn(console, 'warn').mockReturnValue();
  onTestFinished(() => {
    warn.mockRestore();
  });
  const { isOurs } = await people();
  expect(await isOurs('U_ODD')).toBe(true);
  expect(await isOurs('U_NOWHERE')).toBe(true);
});

it('are asked for once an hour each', async () => {
  const { isOurs, calls } = await people();
  for (const user of ['U_OURS', 'U_ELSE', 'U_OURS', 'U_ELSE']) await isOurs(user);
  expect([...calls].sort()).toEqual(['auth.test', 'users.info', 'users.info']);
});
