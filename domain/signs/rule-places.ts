import type { Settings, Sign } from '../settings.ts';

/** Where the configuration says how a sign is checked. */
export interface RulePlace {
  /** Such as `checks.qa` and `components.billing.checks.qa`. */
  readonly path: string;
  /** It says `true`: as the preset of the tracker has it. */
  readonly preset: boolean;
}

/** By which rules a sign is checked in a release of these components: each may have one of its own. */
export function rulePlaces(
  sign: Sign,
  names: readonly string[],
  { checks, components }: Pick<Settings, 'checks' | 'components'>,
): readonly RulePlace[] {
  const ofAll = { path: `checks.${sign}`, setting: settingIn(checks, sign) };
  const places = names.map((name) => {
    const setting = settingIn(components[name]?.checks, sign);
    return setting === undefined ? ofAll : { path: `components.${name}.checks.${sign}`, setting };
  });
  return [...new Set(places.length === 0 ? [ofAll] : places)].flatMap(({ path, setting = false }) =>
    setting === false ? [] : [{ path, preset: setting === true }],
  );
}

const settingIn = <T>(checks: Readonly<Record<Sign, T>> | undefined, sign: Sign): T | undefined =>
  checks !== undefined && Object.hasOwn(checks, sign) ? checks[sign] : undefined;
