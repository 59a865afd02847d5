import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { addressScopes, chartScopes, linkScopes, neededScopes } from '../../slack/scopes.ts';

it('needs the scopes for which the manifest asks', async () => {
  const manifest = parse(await readFile('slack-manifest.yaml', 'utf8')) as {
    readonly oauth_config: { readonly scopes: { readonly bot: readonly string[] } };
  };
  const scopes = [...neededScopes, ...linkScopes, ...addressScopes, ...chartScopes];
  expect(scopes.sort()).toEqual(manifest.oauth_config.scopes.bot);
});
