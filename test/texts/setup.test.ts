/** Operators are advised to terminate a workflow only if that helps. */
import { expect, it } from 'vitest';
import { keyMissingText } from '../../domain/encryption-variable.ts';
import type { Trouble } from '../../domain/trouble.ts';
import { textsIn } from '../../texts/index.ts';

const failing = (reason: string): Trouble => ({
  ...{ type: 'failingTasks', workflowIds: ['lock:billing'], count: 1 },
  reason,
});

it.each(['en', 'ru'] as const)('in the language %s', (language) => {
  const { trouble } = textsIn(language).setup;
  expect(trouble(failing('TMPRL1100 Nondeterminism'))).toMatch(
    /workflow terminate --workflow-id lock:billing/,
  );
  const keyless = trouble(failing(keyMissingText('spring')));
  expect(keyless).toContain('"spring"');
  expect(keyless).not.toContain('workflow terminate');
});
