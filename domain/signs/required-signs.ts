import type { Settings, Sign, SignSetting } from '../settings.ts';
import { partsIn } from './expression.ts';
import type { Condition, SignRule } from './rule.ts';
import type { TicketQuery } from './ticket.ts';

/** A sign with every setting that it has to meet, since each component may have its own. */
export interface RequiredSign {
  readonly sign: Sign;
  readonly settings: readonly (true | SignRule)[];
}

type Checks = Readonly<Record<Sign, SignSetting>>;

/** A setting with its path in the configuration, such as `components.billing.checks.qa`. */
interface Placed {
  readonly path: string;
  readonly setting: true | SignRule;
}

/** The settings of a sign for these components, without repetition. A component's own setting replaces the general one. */
export function placedSettings(
  sign: Sign,
  names: readonly string[],
  { checks, components }: Pick<Settings, 'checks' | 'components'>,
): readonly Placed[] {
  const ofAll = { path: `checks.${sign}`, setting: settingIn(checks, sign) };
  const placed = names.map((name) => {
    const setting = settingIn(components[name]?.checks, sign);
    return setting === undefined ? ofAll : { path: `components.${name}.checks.${sign}`, setting };
  });
  return [...new Set(placed.length === 0 ? [ofAll] : placed)].flatMap(({ path, setting = false }) =>
    setting === false ? [] : [{ path, setting }],
  );
}

const settingIn = (checks: Checks | undefined, sign: Sign): SignSetting | undefined =>
  checks !== undefined && Object.hasOwn(checks, sign) ? checks[sign] : undefined;

/** The signs that a release of these components needs: all that any of them needs. */
export function requiredSigns(
  names: readonly string[],
  settings: Pick<Settings, 'checks' | 'components'>,
): readonly RequiredSign[] {
  const { checks, components } = settings;
  const signs = new Set(
    [checks, ...names.map((name) => components[name]?.checks ?? {})].flatMap(Object.keys),
  );
  return [...signs].flatMap((sign) => {
    const wanted = placedSettings(sign, names, settings).map(({ setting }) => setting);
    const distinct = [...new Map(wanted.map((setting) => [JSON.stringify(setting), setting])).values()];
    return distinct.length === 0 ? [] : [{ sign, settings: distinct }];
  });
}

/** The parts of a ticket that a rule reads. */
export const partsOfRule = ({ condition, when }: SignRule): readonly TicketQuery[] =>
  [condition, ...(when === null ? [] : [when])].flatMap(partsOf);

export function partsOf(condition: Condition): readonly TicketQuery[] {
  switch (condition.kind) {
    case 'recorded':
      return [];
    case 'field':
      return ['fields'];
    case 'label':
      return ['labels'];
    case 'status':
      return ['status'];
    case 'link':
      return ['links'];
    case 'checkbox':
      return ['checkboxes', 'text'];
    case 'changes':
      return condition.pipeline === null ? ['changes'] : ['changes', 'pipeline'];
    case 'page':
      return condition.from === null ? ['pages', 'text'] : ['fields'];
    case 'expression':
      return [
        ...partsIn(condition.expression),
        ...(['pipeline', 'paths'] as const).filter((part) => condition.expression.includes(part)),
      ];
    case 'anyOf':
    case 'allOf':
      return condition.of.flatMap(partsOf);
    case 'not':
      return partsOf(condition.of);
  }
}
