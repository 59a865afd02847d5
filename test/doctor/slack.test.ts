import { expect, it } from 'vitest';
import { loadSettings } from '../../config/load-settings.ts';
import { lookAtSlack } from '../../doctor/slack.ts';

const lookWith = async (env: NodeJS.ProcessEnv) => {
  const findings = await lookAtSlack(await loadSettings('dobrobot.yaml'), env);
  return findings.map(({ name, state }) => `${name}: ${state}`);
};

it('finds nothing wrong where there is to be no Slack, and asks for a token where there is', async () => {
  expect(await lookWith({ DOBROBOT_SLACK: 'off' })).toEqual(['Slack: ok']);
  expect(await lookWith({})).toEqual(['Slack: wrong']);
  expect(await lookWith({ DOBROBOT_SLACK: 'maybe' })).toEqual(['Slack: wrong']);
});
