/** A rule that `writtenRule` writes out is read back unchanged. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { expect, it } from 'vitest';
import { loadSettings } from '../../config/load-settings.ts';
import { writtenRule } from '../../config/written-rule.ts';
import { signs } from '../../domain/settings.ts';
import type { SignRule } from '../../domain/signs/rule.ts';
import { presetOf } from '../../domain/signs/presets.ts';
import { blocking } from '../../domain/signs/rule.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const rules: readonly SignRule[] = [
  ...signs.flatMap((sign) => {
    const preset = presetOf(sign, 'redmine');
    return preset === null ? [] : [blocking(preset)];
  }),
  {
    condition: {
      kind: 'allOf',
      of: [
        { kind: 'link', type: 'is demoed by', status: ['done'] },
        { kind: 'link', type: 'blocks', status: null },
        { kind: 'not', of: { kind: 'status', status: ['Open'] } },
        { kind: 'page', from: { field: 'Docs' }, section: 'Release', atLeastChars: 80 },
        { kind: 'page', from: null, section: null, atLeastChars: 1 },
        { kind: 'page', from: { field: 'Docs' }, section: null, atLeastChars: 1, known: true },
        { kind: 'field', field: 'QA', is: null },
      ],
    },
    when: { kind: 'expression', expression: 'ticket.kind == "feature"' },
    severity: 'warn',
    message: 'Ask Eva',
  },
];

it.each(rules)('%j', async (rule) => {
  const path = join(await temporaryFolder(), 'dobrobot.yaml');
  const all = {
    slack: { releaseChannel: 'releases' },
    people: { approvers: ['U_VERA'], admins: ['U_ADAM'] },
    components: { billing: {} },
    tickets: { tracker: 'redmine', url: 'https://r.example.com', tokenEnv: 'T' },
    checks: { own: writtenRule(rule) },
  };
  await writeFile(path, stringify(all));
  expect((await loadSettings(path)).checks['own']).toEqual(rule);
});
