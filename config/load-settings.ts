import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { largestConfiguration, sizeOf } from '../domain/configurations.ts';
import type { Settings } from '../domain/settings.ts';
import { approvalMistakes } from './approval-mistakes.ts';
import { componentMistakes } from './component-mistakes.ts';
import { freezeMistakes } from './freeze-mistakes.ts';
import { hookMistakes } from './hook-mistakes.ts';
import { schema } from './schema.ts';
import { ticketMistakes } from './ticket-mistakes.ts';
import { toSettings } from './to-settings.ts';
import { trustMistakes } from './trust-mistakes.ts';
import { emptyChannel } from './values.ts';
import { watchMistakes } from './watch-mistakes.ts';
import { readYaml } from './yaml-text.ts';
import type { YamlMistake, Path } from './yaml-text.ts';

/** A mistake to show. `path` is written as `components.billing.dependsOn[0]`; empty for the file as a whole. */
export interface WrittenMistake {
  /** From 1; null if the file cannot be read. */
  readonly line: number | null;
  readonly path: string;
  readonly message: string;
}

/** The configuration is invalid. The message is for people: one line for each mistake, `FILE:LINE: PATH: what is wrong`. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly mistakes: readonly WrittenMistake[];

  constructor(message: string, mistakes: readonly WrittenMistake[], options?: ErrorOptions) {
    super(message, options);
    this.mistakes = mistakes;
  }
}

/** A valid configuration. */
export interface Configuration {
  /** A hash of the values; comments and formatting do not matter. */
  readonly version: string;
  /** Plain data, without defaults. */
  readonly values: unknown;
  readonly settings: Settings;
}

/** The absolute path of the configuration: `DOBROBOT_CONFIG`, or `dobrobot.yaml` in the working directory. */
export function configPath(env: NodeJS.ProcessEnv): string {
  return resolve(env['DOBROBOT_CONFIG'] || 'dobrobot.yaml');
}

const releaseChannel = ['slack', 'releaseChannel'];

/** Reads and checks the configuration, and fills in defaults. Throws `ConfigError`. */
export const loadSettings = async (path: string): Promise<Settings> =>
  (await loadConfiguration(path)).settings;

/** The same, with the version and the plain values. Throws `ConfigError`. */
export async function loadConfiguration(path: string): Promise<Configuration> {
  const yaml = readYaml(await readConfig(path), 'core');
  if (!yaml.ok) throw mistaken(path, yaml.mistakes);
  const { value: values, repeatedKeys, lineOf, isHidden } = yaml;
  const size = sizeOf(values);
  if (size > largestConfiguration) throw mistaken(path, [{ path: [], line: 1, message: tooLarge(size) }]);
  const { data, findings } = check(values);
  const mistakes = [
    ...repeatedKeys,
    // With # before it, as in Slack, YAML reads a comment.
    ...[releaseChannel]
      .filter(isHidden)
      .map((where) => ({ path: where, line: lineOf(where), message: emptyChannel })),
    ...findings.map((finding) => ({ ...finding, line: lineOf(finding.path) })),
  ];
  if (data === undefined || mistakes.length > 0) throw mistaken(path, mistakes);
  const version = createHash('sha256').update(JSON.stringify(values)).digest('hex').slice(0, 12);
  return { version, values, settings: toSettings(data, dirname(resolve(path))) };
}

/**
 * The settings from the values of another configuration; its relative paths
 * start at `folder`. Null if they are invalid for this version of dobrobot.
 */
export function settingsOf(values: unknown, folder: string): Settings | null {
  const { data, findings } = check(values);
  return data === undefined || findings.length > 0 ? null : toSettings(data, folder);
}

/** A configuration that is too large cannot be shared, so each process would use its own file for ever. */
const tooLarge = (size: number): string =>
  `is too large to be shared: ${size} bytes as JSON, and ${largestConfiguration} is the most. ` +
  'What an alias stands for counts wherever it stands. Leave out what says only the default, and say once for all what many components repeat';

function check(values: unknown) {
  const { data, error } = schema.safeParse(values);
  const findings = [
    ...(error?.issues ?? []),
    ...componentMistakes(values),
    ...freezeMistakes(values),
    ...approvalMistakes(values),
    ...ticketMistakes(values),
    ...hookMistakes(values),
    ...trustMistakes(values),
    ...watchMistakes(values),
  ].map(({ path, message }) => ({ path, message }));
  return { data, findings };
}

async function readConfig(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const message = `Cannot read the configuration ${resolve(path)} (${reason}). DOBROBOT_CONFIG can name another file.`;
    throw new ConfigError(message, [{ line: null, path: '', message }], { cause });
  }
}

function mistaken(path: string, mistakes: readonly YamlMistake[]): ConfigError {
  const all = [...mistakes]
    .sort((a, b) => a.line - b.line)
    .map(({ line, path: where, message }) => ({ line, path: written(where), message }));
  const lines = all.map(
    ({ line, path: where, message }) =>
      `${path}:${line}: ${[where, message].filter((part) => part !== '').join(': ')}`,
  );
  return new ConfigError(lines.join('\n'), all);
}

/** Written as `components.billing.dependsOn[0]`; empty for the file as a whole. */
const written = (path: Path): string =>
  path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
    .join('')
    .slice(1);
