import { describe, expect, it } from 'vitest';
import { webActors } from '../../config/web-actors.ts';

const actors = { DOBROBOT_WEB_ACTORS: 'U_VERA,U_DEV1' };
const signIn = {
  SLACK_CLIENT_ID: '1.2',
  SLACK_CLIENT_SECRET: 'secret',
  SLACK_TEAM_ID: 'T0TEAM',
  DOBROBOT_WEB_URL: 'https://dobrobot.example.com',
  DOBROBOT_WEB_SECRET: 'a secret of thirty-two characters',
};

describe('as whom one may act on the page without signing in', () => {
  it('is nobody unless somebody is named', () => {
    expect(webActors({})).toBeNull();
    expect(webActors({ DOBROBOT_WEB_ACTORS: '' })).toBeNull();
    expect(webActors({ DOBROBOT_WEB_ACTORS: 'service:ci,everybody' })).toBeNull();
  });

  it.each([{}, { DOBROBOT_WEB_HOST: '127.0.0.1' }, { DOBROBOT_WEB_HOST: '::1' }])(
    'is one of those who are named, on the loopback interface: %j',
    (env) => {
      expect(webActors({ ...actors, ...env })).toEqual(['U_VERA', 'U_DEV1']);
    },
  );

  it.each([
    { DOBROBOT_WEB_HOST: '0.0.0.0', DOBROBOT_WEB_OPEN: 'true' },
    { DOBROBOT_WEB_HOST: '10.0.0.7', DOBROBOT_WEB_OPEN: 'true' },
    { DOBROBOT_WEB_URL: 'http://localhost:8080' },
    { NODE_ENV: 'production' },
    signIn,
  ])('is refused where somebody else could come: %j', (env) => {
    expect(() => webActors({ ...actors, ...env })).toThrow(/DOBROBOT_WEB_ACTORS.*npm start/);
  });
});
