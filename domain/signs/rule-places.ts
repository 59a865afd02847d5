import { placedSettings } from './required-signs.ts';
import type { Settings, Sign } from '../settings.ts';

/** Where the configuration says how a sign is checked. */
export interface RulePlace {
  /** Such as `checks.qa` and `components.billing.checks.qa`. */
  readonly path: string;
  /** The setting is `true`: the preset of the tracker applies. */
  readonly preset: boolean;
}

/** Where the rules of a sign for a release of these components are; each component may have its own. */
export const rulePlaces = (
  sign: Sign,
  names: readonly string[],
  settings: Pick<Settings, 'checks' | 'components'>,
): readonly RulePlace[] =>
  placedSettings(sign, names, settings).map(({ path, setting }) => ({ path, preset: setting === true }));
