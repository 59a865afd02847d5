/** Every secret may be in a file: `NAME` or `NAME_FILE`, never both. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { secretIn } from '../../activities/outside/secret.ts';
import { secretOf } from '../../activities/tickets/credential.ts';
import { databaseUrl } from '../../config/database.ts';
import { isNamed, readSecret } from '../../config/secret.ts';
import { signInAccess } from '../../config/sign-in.ts';
import { slackAccess, slackDoor } from '../../config/slack.ts';
import { connectConfig } from '../../config/temporal.ts';
import { planServers } from '../../start/servers.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** Writes a secret to a new file and returns its path. */
async function fileOf(secret: string): Promise<string> {
  const path = join(await temporaryFolder(), 'secret');
  await writeFile(path, secret);
  return path;
}

it('stands in the environment, or in a file that it names, whose last line may end', async () => {
  const path = await fileOf('from the file\r\n');
  expect(readSecret('T', { T: 'here' })).toBe('here');
  expect(readSecret('T', { T: 'here', T_FILE: '' })).toBe('here');
  expect(readSecret('T', { T_FILE: path })).toBe('from the file');
  expect(readSecret('T', { T: '', T_FILE: path })).toBe('from the file');
  expect(readSecret('T', {})).toBeNull();
  expect([isNamed('T', { T_FILE: path }), isNamed('T', { T: '' })]).toEqual([true, false]);
});

it('is a mistake where it cannot be meant, told without a word of the secret', async () => {
  const path = await fileOf('s3cret\n');
  expect(() => readSecret('T', { T: 's3cret', T_FILE: path })).toThrow(
    'T and T_FILE are both set; one of them has to go.',
  );
  expect(() => readSecret('T', { T_FILE: `${path}.gone` })).toThrow(
    `T_FILE names ${path}.gone, which cannot be read (ENOENT).`,
  );
  const told = await secretOf('T', { T_FILE: `${path}.gone` }).catch((error: unknown) => error);
  expect(told).toMatchObject({
    reading: { reason: `T_FILE names ${path}.gone, which cannot be read (ENOENT).` },
  });
  const empty = await fileOf('\n');
  expect(() => readSecret('T', { T_FILE: empty })).toThrow(`T_FILE names ${empty}, which is empty.`);
});

describe('in a file', () => {
  it('are those of Slack', async () => {
    const path = await fileOf('xoxb-1\n');
    expect(slackAccess({ SLACK_BOT_TOKEN_FILE: path }).botToken).toBe('xoxb-1');
    expect(slackDoor({ SLACK_APP_TOKEN_FILE: path })).toEqual({ appToken: 'xoxb-1' });
    expect(slackDoor({ SLACK_SIGNING_SECRET_FILE: path })).toMatchObject({ signingSecret: 'xoxb-1' });
    expect(() => slackDoor({})).toThrow(/SLACK_APP_TOKEN .* is not set, nor SLACK_APP_TOKEN_FILE/);
    expect(() => slackAccess({ SLACK_BOT_TOKEN: 'x', SLACK_BOT_TOKEN_FILE: path })).toThrow(/both set/);
  });

  it('are those of sign-in, and one that cannot be read never means that everybody may look', async () => {
    const env = {
      ...{ SLACK_CLIENT_ID: '1.2', SLACK_TEAM_ID: 'T0TEAM', DOBROBOT_WEB_URL: 'https://d.example.com' },
      SLACK_CLIENT_SECRET_FILE: await fileOf('e1b9e11dfcd19c19\n'),
      DOBROBOT_WEB_SECRET_FILE: await fileOf('a secret of thirty-two characters\n'),
    };
    expect(signInAccess(env)).toMatchObject({
      clientSecret: 'e1b9e11dfcd19c19',
      sessionSecret: 'a secret of thirty-two characters',
    });
    expect(() => signInAccess({ DOBROBOT_WEB_SECRET_FILE: '/nowhere' })).toThrow(/cannot be read/);
  });

  it('are those of the database, of Temporal, and of webhooks', async () => {
    const path = await fileOf('postgres://u:p@h/d\n');
    expect(databaseUrl({ DATABASE_URL_FILE: path })).toBe('postgres://u:p@h/d');
    const address = { TEMPORAL_ADDRESS: 'x.tmprl.cloud:7233', TEMPORAL_NAMESPACE: 'x' };
    const named = connectConfig({ ...address, TEMPORAL_API_KEY: 'k3y' });
    expect(named).toMatchObject({ connectionOptions: { apiKey: 'k3y' }, namespace: 'x' });
    const key = await fileOf('k3y\n');
    expect(connectConfig({ ...address, TEMPORAL_API_KEY_FILE: key })).toEqual(named);
    expect(() => connectConfig({ ...address, TEMPORAL_API_KEY: 'k3y\n' })).toThrow(
      /^TEMPORAL_API_KEY holds [^3]*$/,
    );
    expect(connectConfig(address).connectionOptions.apiKey).toBeUndefined();
    const certificate = { TEMPORAL_TLS_CLIENT_CERT_DATA: 'the certificate' };
    const withKey = connectConfig({ ...address, ...certificate, TEMPORAL_TLS_CLIENT_KEY_DATA: 'k3y' });
    expect(withKey.connectionOptions.tls).toHaveProperty('clientCertPair.key');
    const fromFile = { ...address, ...certificate, TEMPORAL_TLS_CLIENT_KEY_DATA_FILE: key };
    expect(connectConfig(fromFile)).toEqual(withKey);
    expect(() => connectConfig({ ...fromFile, TEMPORAL_TLS_CLIENT_KEY_DATA: 'k3y' })).toThrow(/both set/);
    vi.stubEnv('AUDIT_SECRET_FILE', path);
    expect(secretIn('AUDIT_SECRET')).toBe('postgres://u:p@h/d');
    vi.unstubAllEnvs();
    expect(() => secretIn('AUDIT_SECRET')).toThrow(/AUDIT_SECRET is not set .*, nor AUDIT_SECRET_FILE/);
  });

  it('keep `npm start` from bringing what is there already', async () => {
    const env = {
      SLACK_BOT_TOKEN_FILE: '/run/a',
      SLACK_SIGNING_SECRET_FILE: '/run/b',
      DATABASE_URL_FILE: '/c',
    };
    expect(await planServers(env)).toMatchObject({ slack: { kind: 'named' }, database: 'named' });
    await expect(planServers({ SLACK_BOT_TOKEN_FILE: '/run/a' })).rejects.toThrow(
      /SLACK_APP_TOKEN is missing/,
    );
  });
});
