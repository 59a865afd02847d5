import { describe, expect, it } from 'vitest';
import { loadText } from './load-text.ts';

/** Five lines; what a test adds starts at line 6. */
const load = (text: string) =>
  loadText(`slack: { releaseChannel: releases }
people: { approvers: [U_VERA], admins: [U_ADAM] }
tickets: { tracker: file, file: t.yaml, linkTemplate: 'https://t.example.com/{key}' }
components:
  db: {}
${text}`);

const example = `webhooks:
  audit: { url: 'https://audit.example.com/hook?x=1', secretEnv: AUDIT_SECRET }
grafana: { url: 'https://grafana.example.com/sub/', tokenEnv: GRAFANA_TOKEN }
`;

describe('destinations outside', () => {
  it('are read, and are part of the rules of a release without their addresses', async () => {
    const { webhooks, grafana, release } = await load(example);
    expect(webhooks).toEqual({
      audit: { url: 'https://audit.example.com/hook?x=1', secretEnv: 'AUDIT_SECRET' },
    });
    expect(grafana).toEqual({ url: 'https://grafana.example.com/sub', tokenEnv: 'GRAFANA_TOKEN' });
    expect(release.destinations).toEqual(['webhook:audit', 'grafana']);
  });

  it.each([
    ['webhooks: []', /:6: webhooks: must be a mapping of webhooks by their names, not a list/],
    [
      'webhooks: { Audit: { url: "https://a.example.com", secretEnv: A } }',
      /:6: webhooks\.Audit: a name is made of/,
    ],
    ['webhooks:\n  a: { secretEnv: A }', /:7: webhooks\.a\.url: is missing/],
    [
      'webhooks:\n  a: { url: "https://u:p@a.example.com", secretEnv: A }',
      /:7: webhooks\.a\.url: must be an http\(s\) address/,
    ],
    [
      'webhooks:\n  a: { url: "https://u:s3cret@a.example.com", secretEnv: A }',
      /:7: webhooks\.a\.url: must be .+, not "https:\/\/…@a\.example\.com"/,
    ],
    [
      'webhooks:\n  a: { url: "ftp://a.example.com", secretEnv: A }',
      /webhooks\.a\.url: must be an http\(s\) address/,
    ],
    [
      'webhooks:\n  a: { url: "https://a.example.com", secretEnv: whsec_abc= }',
      /:7: webhooks\.a\.secretEnv: must be the name of/,
    ],
    [
      'webhooks:\n  a: { url: "https://a.example.com", secret: x }',
      /:7: webhooks\.a\.secret: unknown key; did you mean secretEnv/,
    ],
    ['grafana: { url: "https://g.example.com" }', /:6: grafana\.tokenEnv: is missing/],
  ])('are refused with their line: %s', async (text, mistake) => {
    await expect(load(`${text}\n`)).rejects.toThrow(mistake);
  });
});
