import { stringify } from 'yaml';
import { configPath, loadSettings } from '../config/load-settings.ts';
import { sourceLinesIn } from '../config/source-lines.ts';
import { writtenRule } from '../config/written-rule.ts';
import type { Sign, SignSetting } from '../domain/settings.ts';
import { presetOf } from '../domain/signs/presets.ts';
import { blocking } from '../domain/signs/rule.ts';
import type { SignRule } from '../domain/signs/rule.ts';
import { checkWords } from '../texts/cli-check.ts';

/** `dobrobot check --rules`: prints the rule behind each sign and, for `true`, the preset of each tracker. Changes nothing. */
export async function checkRules(): Promise<void> {
  const file = configPath(process.env);
  const settings = await loadSettings(file);
  const place = await sourceLinesIn(file);
  const all: readonly (readonly [readonly string[], Readonly<Record<Sign, SignSetting>>])[] = [
    [['checks'], settings.checks],
    ...Object.entries(settings.components).map(
      ([name, { checks = {} }]) => [['components', name, 'checks'], checks] as const,
    ),
  ];
  for (const [path, checks] of all) {
    for (const [sign, setting] of Object.entries(checks)) {
      const at = [...path, sign];
      console.log(checkWords.rule(at.join('.'), place(at)));
      if (setting === false) console.log(checkWords.off);
      else if (setting !== true) console.log(indented(setting));
      else
        for (const { name, tracker } of settings.tickets) {
          const preset = presetOf(sign, tracker);
          console.log(checkWords.preset(name, tracker));
          if (preset !== null)
            console.log(preset.kind === 'recorded' ? checkWords.recorded(sign) : indented(blocking(preset)));
        }
    }
  }
}

const indented = (rule: SignRule): string =>
  stringify(writtenRule(rule), { lineWidth: 0 }).trimEnd().replace(/^/gm, '    ');
