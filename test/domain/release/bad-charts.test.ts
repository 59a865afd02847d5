/** Charts that are bad before a release starts: shown once to whoever starts it, and not held against it. */
import { describe, expect, it } from 'vitest';
import { confirmationAsked } from '../../../domain/release/bad-charts.ts';
import type { CommandPayload } from '../../../domain/messages/payload.ts';
import { startChecks } from '../../../domain/release/check-run.ts';
import { checked } from '../../../domain/release/checks.ts';
import type { CheckReport } from '../../../domain/release/check-report.ts';
import type { ReleaseState } from '../../../domain/release/state.ts';
import type { BadAlready } from '../../../domain/watch/bad-already.ts';
import {
  approver,
  attempt,
  command,
  nobodySpecial,
  ready,
  report,
  scope,
} from '../../support/billing-release.ts';

const minute = 60_000;
const errors: BadAlready = { check: 'billing/errors', value: 0.7, limit: 0.02, named: [], since: null };
const problems: BadAlready = {
  ...{ check: 'billing/problems', value: 1, limit: 0, named: ['db-1: Disk full'] },
  since: Date.parse('2026-11-29T13:02:00Z'),
};

/** The state after the checks before a start. */
const looked = (state: ReleaseState, now: number, bad: readonly BadAlready[], found = report()) => {
  const looking = startChecks(state, 'start', now);
  return checked(looking, looking.checks.number, { ...found, badAlready: bad } as CheckReport, now);
};
const start = (state: ReleaseState, now: number, actor = 'U_DAN') =>
  attempt(state, 'depStart', { actor }, { ...nobodySpecial, admin: true, deploys: true }, now);
/** The state once the actor was asked, at `now`, to confirm these. */
const askedAt = (now: number, bad: readonly BadAlready[], actor = 'U_DAN') =>
  confirmationAsked(looked(ready(), now, bad), command('depStart', { actor }), now);

describe('whoever starts a release', () => {
  it('is shown what is bad already', () => {
    expect(start(looked(ready(), 10, [errors, problems]), 11).refusal).toEqual({
      code: 'badAlready',
      facts: {
        found: [errors, { ...problems, since: '2026-11-29T13:02:00.000Z' }],
        confirmable: true,
      },
    });
  });

  it('is asked though the tracker does not answer', () => {
    const away: CheckReport = { outcome: 'unavailable', message: 'away', scope };
    expect(start(looked(ready(), 10, [errors], away), 11).refusal?.code).toBe('badAlready');
  });

  it('starts it by saying so again, and it stands in what happened', () => {
    const again = looked(askedAt(10, [errors, problems]), minute, [errors]);
    const { state, refusal } = start(again, minute);
    expect(refusal).toBeNull();
    expect(state.stage).toBe('deploying');
    const { since, ...atStart } = errors;
    expect(since).toBeNull();
    expect(state.events.at(-1)).toMatchObject({ type: 'started', facts: { badAlready: [atStart] } });
  });

  it.each<[string, ReleaseState, string]>([
    ['after ten minutes', looked(askedAt(10, [errors]), 11 * minute, [errors]), 'U_DAN'],
    ['if both were said before there was an answer', askedAt(10, [errors]), 'U_DAN'],
    ['of what is bad besides', looked(askedAt(10, [errors]), minute, [errors, problems]), 'U_DAN'],
    ['if somebody else was asked', looked(askedAt(10, [errors], 'U_OLGA'), minute, [errors]), 'U_DAN'],
  ])('is asked anew %s', (_, state, actor) => {
    expect(start(state, state.checks.begunAt, actor).refusal?.code).toBe('badAlready');
  });

  it('is not asked of what is well again, nor of what nobody has looked at', () => {
    for (const state of [looked(askedAt(10, [errors]), 11, []), ready()]) {
      const started = start(state, 20).state;
      expect(started.stage).toBe('deploying');
      expect(started.events.at(-1)?.facts).not.toHaveProperty('badAlready');
    }
  });

  it('is asked anew when another problem has come in the place of one', () => {
    const now = { ...problems, named: ['db-1: PostgreSQL down'] };
    const state = looked(askedAt(10, [problems]), minute, [now]);
    expect(start(state, minute).refusal?.code).toBe('badAlready');
    expect(start(looked(askedAt(10, [problems]), minute, [problems]), minute).refusal).toBeNull();
  });

  it('is asked apart from others', () => {
    const asked = confirmationAsked(askedAt(10, [errors]), command('depStart', { actor: 'U_OLGA' }), 20);
    expect(start(looked(asked, 30, [errors]), 30).refusal).toBeNull();
  });

  it.each<[string, CommandPayload]>([
    ['a service', { actor: 'service:ci' }],
    ['what deploys with a token of a person', { actor: 'U_DAN', runner: { id: 'pipeline-1' } }],
    [
      'what names its run',
      { actor: 'U_DAN', pipeline: { run: '42', repository: null, sha: null, url: null } },
    ],
  ])('decides it: %s that tries again does not, and takes nothing from who was asked', (_, program) => {
    const state = confirmationAsked(askedAt(10, [errors]), command('depStart', program), 15);
    const roles = { ...nobodySpecial, admin: true, deploys: true };
    expect(attempt(looked(state, 20, [errors]), 'depStart', program, roles, 20).refusal).toMatchObject({
      ...{ code: 'badAlready', facts: { confirmable: false } },
    });
    expect(start(looked(state, 30, [errors]), 30).refusal).toBeNull();
  });

  it('is not asked where a hook tells what is under way', () => {
    const hook = { actor: 'service:argo', via: 'hook' };
    const roles = { ...nobodySpecial, deploys: true };
    const { state, refusal } = attempt(looked(ready(), 10, [errors]), 'depStart', hook, roles, 11);
    expect(refusal).toBeNull();
    expect(state.events.at(-1)).toMatchObject({ type: 'started', facts: { badAlready: [{ value: 0.7 }] } });
  });
});

it('what an approver lets pass the checks is asked all the same', () => {
  const state = { ...looked(ready(), 10, [errors]), passesChecks: true };
  expect(attempt(state, 'depStart', { actor: 'U_DAN' }, approver, 11).refusal?.code).toBe('badAlready');
});
