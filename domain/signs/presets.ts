import type { Sign } from '../settings.ts';
import type { Condition } from './rule.ts';

/** How a sign is checked that no rule is written for: by the tracker's own word. */
export const presetOf = (sign: Sign): Condition => ({ kind: 'recorded', sign });
