import { expect, it } from 'vitest';
import type { ComponentSettings } from '../../../domain/settings.ts';
import { rulePlaces } from '../../../domain/signs/rule-places.ts';
import { blocking } from '../../../domain/signs/rule.ts';

const rule = blocking({ kind: 'label', label: 'passed' });
const component = (checks?: ComponentSettings['checks']): ComponentSettings => ({
  ...{ critical: true, admin: true, dependsOn: [], approvers: null, admins: null, approvals: 1 },
  ...(checks === undefined ? {} : { checks }),
});
const settings = {
  checks: { qa: true, codeReview: rule, releaseDocs: false },
  components: {
    db: component(),
    billing: component({ codeReview: true, security: rule, qa: false }),
    web: component({ qa: rule }),
  },
};
const ofAll = { path: 'checks.codeReview', preset: false };

it.each([
  ['qa', [], [{ path: 'checks.qa', preset: true }]],
  ['codeReview', [], [ofAll]],
  ['codeReview', ['db', 'web'], [ofAll]],
  ['codeReview', ['billing'], [{ path: 'components.billing.checks.codeReview', preset: true }]],
  ['codeReview', ['db', 'billing'], [ofAll, { path: 'components.billing.checks.codeReview', preset: true }]],
  ['security', ['db', 'billing'], [{ path: 'components.billing.checks.security', preset: false }]],
  ['qa', ['billing', 'web'], [{ path: 'components.web.checks.qa', preset: false }]],
  ['qa', ['gone'], [{ path: 'checks.qa', preset: true }]],
  ['releaseDocs', ['db'], []],
  ['toString', ['db'], []],
])('of %s for %j', (sign, names, places) => {
  expect(rulePlaces(sign, names, settings)).toEqual(places);
});
