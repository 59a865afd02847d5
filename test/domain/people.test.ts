import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  adminLists,
  calledAdmins,
  componentsWithAdmin,
  eligibleAdmins,
  lockRoleHolders,
  roleHolders,
} from '../../domain/people.ts';
import type { PeopleSettings } from '../../domain/people.ts';
import type { ComponentSettings } from '../../domain/settings.ts';

const component = (settings: Partial<ComponentSettings> = {}): ComponentSettings => ({
  critical: true,
  admin: true,
  dependsOn: [],
  approvers: null,
  admins: null,
  approvals: 1,
  ...settings,
});
const settings: PeopleSettings = {
  people: {
    approvers: ['U_VERA', 'U_OLEG'],
    admins: ['U_ADAM'],
    onCall: { rotation: ['U_EVA', 'U_ADAM'], daysEach: 1, from: '1970-01-01T00:00', timezone: 'UTC' },
  },
  components: {
    app: component({ admin: false }),
    db: component(),
    billing: component({ approvers: ['U_KIM', 'U_VERA'], admins: ['U_IDA', 'U_ADAM'] }),
    vault: component({ admins: ['U_ZOE'] }),
  },
};
const eligibleFor = (...released: string[]) =>
  eligibleAdmins(adminLists(componentsWithAdmin(released, settings), settings));

describe('the admin of a release', () => {
  it.each([
    [['db'], ['U_ADAM', 'U_EVA'], 'the general admins, those on call among them'],
    [['billing'], ['U_IDA', 'U_ADAM'], 'its own instead of the general ones'],
    [['billing', 'db'], ['U_ADAM'], 'who is admin for both'],
    [['billing', 'app'], ['U_IDA', 'U_ADAM'], 'not asking where none is needed'],
    [['app'], ['U_ADAM', 'U_EVA'], 'anyhow, where none is needed at all'],
    [['vault', 'billing'], ['U_ZOE', 'U_IDA', 'U_ADAM'], 'any, where nobody is admin for both'],
    [['gone'], ['U_ADAM', 'U_EVA'], 'the general ones, of what nobody configured any more'],
    [[], ['U_ADAM', 'U_EVA'], 'the general ones, before it is known what it touches'],
  ])('of %j may be %j: %s', (released, people) => {
    expect(eligibleFor(...released)).toEqual(people);
  });

  it('is always possible, and in every list if one is', () => {
    const id = fc.constantFrom<string[]>('U_A', 'U_B', 'U_C', 'U_D');
    const lists = fc.array(fc.uniqueArray(id, { minLength: 1 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(lists, (all) => {
        const eligible = eligibleAdmins(all);
        expect(eligible.length).toBeGreaterThan(0);
        const inAll = (person: string) => all.every((list) => list.includes(person));
        if (all.flat().some(inAll)) expect(eligible.every(inAll)).toBe(true);
      }),
    );
  });

  it('is called for by the one on call, if that one may be it', () => {
    const day = 24 * 3_600_000;
    expect(calledAdmins(eligibleFor('db'), settings, 0)).toEqual(['U_EVA']);
    expect(calledAdmins(eligibleFor('db'), settings, day)).toEqual(['U_ADAM']);
    expect(calledAdmins(eligibleFor('billing'), settings, 0)).toEqual(['U_IDA', 'U_ADAM']);
    expect(calledAdmins(eligibleFor('billing'), settings, day)).toEqual(['U_ADAM']);
  });
});

describe('the good of a release', () => {
  const admins = { eligible: [], called: [] };
  const askedFor = (components: string[], lackingApproval: string[], cannotVote: string[] = []) =>
    roleHolders({ components, lackingApproval, cannotVote }, settings, admins);

  it('is asked of the approvers of those components that lack it, but not of who cannot give it', () => {
    expect(askedFor(['billing', 'db'], ['billing', 'db']).approvers).toEqual(['U_KIM', 'U_VERA', 'U_OLEG']);
    expect(askedFor(['billing', 'db'], ['billing', 'db'], ['U_VERA'])).toMatchObject({
      approvers: ['U_KIM', 'U_OLEG'],
      asked: [
        { component: 'billing', people: ['U_KIM'] },
        { component: 'db', people: ['U_OLEG'] },
      ],
    });
    expect(askedFor(['billing', 'db'], ['billing']).approvers).toEqual(['U_KIM', 'U_VERA']);
  });

  it('names all approvers where nothing is missing, or nobody is left who could give it', () => {
    expect(askedFor(['billing'], []).approvers).toEqual(['U_KIM', 'U_VERA']);
    expect(askedFor(['billing'], ['billing'], ['U_KIM', 'U_VERA']).approvers).toEqual(['U_KIM', 'U_VERA']);
    expect(askedFor([], []).approvers).toEqual(['U_VERA', 'U_OLEG']);
  });
});

it('a lock obeys the people of its component and those of all components', () => {
  expect(lockRoleHolders('billing', settings)).toMatchObject({
    approvers: ['U_KIM', 'U_VERA', 'U_OLEG'],
    admins: ['U_IDA', 'U_ADAM', 'U_EVA'],
  });
});
