import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { isNamed, readSecret } from '../../config/secret.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

it('a secret stands in the environment, or in a file that it names', async () => {
  const path = join(await temporaryFolder(), 'token');
  await writeFile(path, 'from the file\n');
  expect(await readSecret('T', { T: 'here' })).toBe('here');
  expect(await readSecret('T', { T: 'here', T_FILE: path })).toBe('here');
  expect(await readSecret('T', { T_FILE: path })).toBe('from the file');
  expect(await readSecret('T', { T_FILE: `${path}.gone` })).toBeNull();
  expect(await readSecret('T', {})).toBeNull();
  expect([isNamed('T', { T_FILE: path }), isNamed('T', { T: '' })]).toEqual([true, false]);
});
