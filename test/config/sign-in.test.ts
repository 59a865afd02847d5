import { describe, expect, it } from 'vitest';
import { signInAccess } from '../../config/sign-in.ts';

const whole = {
  SLACK_CLIENT_ID: '2141029472.691',
  SLACK_CLIENT_SECRET: 'e1b9e11dfcd19c19',
  SLACK_TEAM_ID: 'T0TEAM',
  DOBROBOT_WEB_URL: 'https://dobrobot.example.com',
  DOBROBOT_WEB_SECRET: 'a secret of thirty-two characters',
};

describe('sign-in with Slack in the environment', () => {
  it('is read whole', () => {
    expect(signInAccess(whole)).toEqual({
      clientId: '2141029472.691',
      clientSecret: 'e1b9e11dfcd19c19',
      team: 'T0TEAM',
      publicUrl: new URL('https://dobrobot.example.com'),
      sessionSecret: 'a secret of thirty-two characters',
      issuer: new URL('https://slack.com'),
    });
    const gov = signInAccess({ ...whole, SLACK_OIDC_ISSUER: 'https://slack-gov.com' });
    expect(gov?.issuer.href).toBe('https://slack-gov.com/');
  });

  it('is not there where nothing of it is, as with a compose file that passes empty values', () => {
    expect(signInAccess({})).toBeNull();
    expect(signInAccess({ DOBROBOT_WEB_URL: 'https://dobrobot.example.com' })).toBeNull();
    expect(signInAccess({ SLACK_CLIENT_ID: '', SLACK_CLIENT_SECRET: '', SLACK_TEAM_ID: '' })).toBeNull();
  });

  it.each(Object.keys(whole))('is refused without %s, which the error names', (name) => {
    const without = { ...whole, [name]: '' };
    expect(() => signInAccess(without)).toThrow(`Sign-in with Slack also needs ${name}.`);
  });

  it('is refused where there is but one of the variables, as it must not mean that everybody may look', () => {
    for (const name of Object.keys(whole).filter((name) => name !== 'DOBROBOT_WEB_URL')) {
      expect(() => signInAccess({ [name]: 'something' }), name).toThrow(/also needs .*DOBROBOT_WEB_URL/);
    }
  });

  it.each([
    ['SLACK_TEAM_ID', 'acme', /SLACK_TEAM_ID is "acme".*T…/],
    ['SLACK_TEAM_ID', 'E0ENTERPRISE', /SLACK_TEAM_ID/],
    ['DOBROBOT_WEB_SECRET', 'short', /DOBROBOT_WEB_SECRET is shorter than 32 characters.*openssl/],
    ['DOBROBOT_WEB_URL', 'http://dobrobot.example.com', /DOBROBOT_WEB_URL is .*https:/],
    ['DOBROBOT_WEB_URL', 'dobrobot.example.com', /DOBROBOT_WEB_URL is .*https:/],
    ['DOBROBOT_WEB_URL', 'https://example.com/dobrobot', /DOBROBOT_WEB_URL.*https:\/\/example\.com, without/],
    [
      'DOBROBOT_WEB_URL',
      'https://vera:word@example.com',
      /DOBROBOT_WEB_URL.*https:\/\/example\.com, without/,
    ],
    ['SLACK_OIDC_ISSUER', 'http://slack.com', /SLACK_OIDC_ISSUER is .*https:/],
  ])('%s may not be %s', (name, value, message) => {
    expect(() => signInAccess({ ...whole, [name]: value })).toThrow(message);
  });

  it.each(['http://localhost:8080', 'http://127.0.0.1:8080', 'http://[::1]:8080/'])(
    'takes %s, which is this machine',
    (url) => {
      expect(signInAccess({ ...whole, DOBROBOT_WEB_URL: url })?.publicUrl.href).toBe(new URL(url).href);
    },
  );

  it('says no secret in an error', () => {
    const secret = 'a-secret-that-is-too-short';
    expect(() => signInAccess({ ...whole, DOBROBOT_WEB_SECRET: secret })).toThrow(
      expect.not.stringContaining(secret),
    );
  });
});
