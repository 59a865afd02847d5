/** Missing secrets, as a worker reports them when it starts. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadSettings } from '../../config/load-settings.ts';
import { missingSecrets } from '../../config/secrets.ts';
import { missingSecretText } from '../../texts/missing-secret.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

it('are told by the variable and by what cannot be done', async () => {
  const path = join(await temporaryFolder(), 'dobrobot.yaml');
  await writeFile(
    path,
    `slack: { releaseChannel: releases }
people: { approvers: [U_VERA], admins: [U_ADAM] }
components: { billing: {} }
tickets:
  main: { tracker: jira, url: "https://j", userEnv: JIRA_USER, tokenEnv: JIRA_TOKEN, keys: "PAY-*" }
  code: { tracker: github, appId: 1, privateKeyEnv: APP_KEY, keys: "acme/*" }
pages: [ { matches: "https://wiki.acme.com/", kind: mediawiki, userEnv: WIKI_USER, passwordEnv: WIKI_PASSWORD } ]
webhooks: { audit: { url: "https://audit", secretEnv: AUDIT } }
grafana: { url: "https://grafana", tokenEnv: GRAFANA }
hooks: { gh: { kind: github, secretEnv: OF_THE_WEB_SERVER, app: { appId: 1, privateKeyEnv: GATE_KEY } } }
`,
  );
  const env = { JIRA_USER: 'u', APP_KEY_FILE: '/run/key', WIKI_USER: 'w' };
  expect(missingSecrets(await loadSettings(path), env).map(missingSecretText)).toEqual([
    'AUDIT is not set, so nothing is delivered to the webhook audit',
    'GRAFANA is not set, so nothing is written into Grafana at https://grafana',
    'JIRA_TOKEN is not set, so the tracker main cannot be read',
    'GATE_KEY is not set, so the deployments that wait for the hook gh are not answered',
    'WIKI_PASSWORD is not set, so the pages of https://wiki.acme.com/ cannot be read',
  ]);
});
