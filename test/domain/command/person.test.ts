import { expect, it } from 'vitest';
import { withPeople } from '../../../domain/command/person.ts';

const people = [
  { id: 'U_ADAM', name: 'adam' },
  { id: 'U_VERA', name: 'Vera' },
  { id: 'U_VP', name: 'Vera P. (ops)' },
  { id: 'U_IVAN1', name: 'Иван' },
  { id: 'U_IVAN2', name: 'иван' },
  { id: 'U_EVA', name: 'U_EVA' },
];

it.each([
  ['handover PAY-1 @adam', 'handover PAY-1 @U_ADAM'],
  ['unfreeze billing @ADAM', 'unfreeze billing @U_ADAM'],
  ['reject PAY-1 ask @vera, or @adam.', 'reject PAY-1 ask @U_VERA, or @U_ADAM.'],
  ['handover PAY-1 @Vera P. (ops)', 'handover PAY-1 @U_VP'],
  ['handover PAY-1 @U_EVA', 'handover PAY-1 @U_EVA'],
  // Unmatched names stay as typed: no @, no such person, part of an address.
  ['handover PAY-1 adam', 'handover PAY-1 adam'],
  ['handover PAY-1 @adamant', 'handover PAY-1 @adamant'],
  ['reject PAY-1 mail me@adam', 'reject PAY-1 mail me@adam'],
  ['handover PAY-1 @иван', 'handover PAY-1 @иван'],
])('%j means %j', (typed, expected) => {
  expect(withPeople(typed, people)).toBe(expected);
});
