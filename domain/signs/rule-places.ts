import { placedSettings } from './asked-signs.ts';
import type { Settings, Sign } from '../settings.ts';

/** Where the configuration says how a sign is checked. */
export interface RulePlace {
  /** Such as `checks.qa` and `components.billing.checks.qa`. */
  readonly path: string;
  /** It says `true`: as the preset of the tracker has it. */
  readonly preset: boolean;
}

/** By which rules a sign is checked in a release of these components: each may have one of its own. */
export const rulePlaces = (
  sign: Sign,
  names: readonly string[],
  settings: Pick<Settings, 'checks' | 'components'>,
): readonly RulePlace[] =>
  placedSettings(sign, names, settings).map(({ path, setting }) => ({ path, preset: setting === true }));
