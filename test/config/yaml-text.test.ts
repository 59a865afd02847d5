import { expect, it } from 'vitest';
import { readYaml } from '../../config/yaml-text.ts';

it('names 20,000 repeated keys before anybody loses patience', { timeout: 20_000 }, () => {
  const yaml = readYaml(`components:\n${'  web: {}\n'.repeat(20_000)}`, 'core');
  const repeated = yaml.ok ? yaml.repeatedKeys : [];
  expect(repeated).toHaveLength(19_999);
  expect(repeated[0]).toEqual({ path: ['components', 'web'], line: 3, message: 'is there twice' });
});
