import { expect, it } from 'vitest';
import { cachedWorkflows } from '../../worker/cached-workflows.ts';

it.each([
  ['a small machine', 256, 112],
  ['one that has hardly any', 128, 100],
  ['one with some GB', 1024, 1648],
  ['a large one', 4144, 5000],
])('%s keeps as many workflows in memory as it has room for', (_, heapLimitMb, kept) => {
  expect(cachedWorkflows(heapLimitMb)).toBe(kept);
});
