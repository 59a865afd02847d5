import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Settings } from '../domain/settings.ts';
import { approvalMistakes } from './approval-mistakes.ts';
import { componentMistakes } from './component-mistakes.ts';
import { freezeMistakes } from './freeze-mistakes.ts';
import { hookMistakes } from './hook-mistakes.ts';
import { schema } from './schema.ts';
import { ticketMistakes } from './ticket-mistakes.ts';
import { toSettings } from './to-settings.ts';
import { trustMistakes } from './trust-mistakes.ts';
import { readYaml } from './yaml-text.ts';
import type { Mistake, Path } from './yaml-text.ts';

/** The configuration cannot be used. The message is for people: a line for each mistake, `FILE:LINE: PATH: what is wrong`. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** The absolute path of the configuration: what `DOBROBOT_CONFIG` names, or `dobrobot.yaml` in the working directory. */
export function configPath(env: NodeJS.ProcessEnv): string {
  return resolve(env['DOBROBOT_CONFIG'] || 'dobrobot.yaml');
}

/** Reads, checks and completes the configuration. Throws `ConfigError`. */
export async function loadSettings(path: string): Promise<Settings> {
  const yaml = readYaml(await readConfig(path), 'core');
  if (!yaml.ok) throw mistaken(path, yaml.mistakes);

  const checked = schema.safeParse(yaml.value);
  const findings = [
    ...(checked.error?.issues ?? []),
    ...componentMistakes(yaml.value),
    ...freezeMistakes(yaml.value),
    ...approvalMistakes(yaml.value),
    ...ticketMistakes(yaml.value),
    ...hookMistakes(yaml.value),
    ...trustMistakes(yaml.value),
  ];
  const mistakes = [
    ...yaml.repeatedKeys,
    ...findings.map((finding) => ({
      path: finding.path,
      line: yaml.lineOf(finding.path),
      message: finding.message,
    })),
  ];
  if (!checked.success || mistakes.length > 0) throw mistaken(path, mistakes);
  return toSettings(checked.data, dirname(resolve(path)));
}

async function readConfig(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const message = `Cannot read the configuration ${resolve(path)} (${reason}). DOBROBOT_CONFIG can name another file.`;
    throw new ConfigError(message, { cause });
  }
}

function mistaken(path: string, mistakes: readonly Mistake[]): ConfigError {
  const lines = [...mistakes]
    .sort((a, b) => a.line - b.line)
    .map((mistake) => `${path}:${mistake.line}: ${[...written(mistake.path), mistake.message].join(': ')}`);
  return new ConfigError(lines.join('\n'));
}

/** `components.billing.dependsOn[0]`; nothing for the file as a whole. */
function written(path: Path): string[] {
  const text = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`)).join('');
  return text === '' ? [] : [text.slice(1)];
}
