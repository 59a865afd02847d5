import type { Settings, Sign, SignSetting } from '../settings.ts';
import { partsIn } from './expression.ts';
import type { Condition, SignRule } from './rule.ts';
import type { Wanted } from './ticket.ts';

/** A sign with all the ways in which it has to be shown: each component may have one of its own. */
export interface AskedSign {
  readonly sign: Sign;
  readonly settings: readonly (true | SignRule)[];
}

type Checks = Readonly<Record<Sign, SignSetting>>;

/** The signs that a release of these components needs: those of each. */
export function askedSigns(
  names: readonly string[],
  { checks, components }: Pick<Settings, 'checks' | 'components'>,
): readonly AskedSign[] {
  const ofEach: readonly Checks[] =
    names.length === 0 ? [checks] : names.map((name) => ({ ...checks, ...components[name]?.checks }));
  const signs = new Set(ofEach.flatMap((one) => Object.keys(one)));
  return [...signs].flatMap((sign) => {
    const wanted = ofEach
      .flatMap((one) => (Object.hasOwn(one, sign) ? (one[sign] ?? []) : []))
      .filter((setting) => setting !== false);
    const settings = [...new Map(wanted.map((setting) => [JSON.stringify(setting), setting])).values()];
    return settings.length === 0 ? [] : [{ sign, settings }];
  });
}

/** The parts of a ticket that a rule looks at. */
export const partsOfRule = ({ condition, when }: SignRule): readonly Wanted[] =>
  [condition, ...(when === null ? [] : [when])].flatMap(partsOf);

export function partsOf(condition: Condition): readonly Wanted[] {
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
