/** The earlier names of a component. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { expect, it } from 'vitest';
import { loadSettings } from '../../config/load-settings.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

async function load(components: Record<string, object>) {
  const file = join(await temporaryFolder(), 'renamed.yaml');
  const rest = {
    slack: { releaseChannel: 'releases' },
    people: { approvers: ['U_VERA'], admins: ['U_ADAM'] },
    tickets: { tracker: 'file', file: 'tickets.yaml', linkTemplate: 'https://t.example.com/{key}' },
  };
  await writeFile(file, stringify({ ...rest, components }));
  return loadSettings(file);
}

it('is one name, or several', async () => {
  const { components } = await load({
    pay: { critical: true, renamedFrom: 'billing' },
    site: { renamedFrom: ['web', 'www'] },
  });
  expect(components).toMatchObject({
    pay: { renamedFrom: ['billing'] },
    site: { renamedFrom: ['web', 'www'] },
  });
});

it('is not that of a component that is there, nor one that none can have', async () => {
  const mistaken = load({ db: {}, pay: { renamedFrom: 'db' }, site: { renamedFrom: ['web', 'A B'] } });
  await expect(mistaken).rejects.toThrow(
    /:\d+: components\.pay\.renamedFrom: db is a component still.*\n.*:\d+: components\.site\.renamedFrom\[1\]: a name is made of/,
  );
});
