/** The stage that the log derives equals that of the rules after every event of many random releases. */
import { expect, it } from 'vitest';
import type { EventRow } from '../../../domain/log/event-row.ts';
import { project } from '../../../domain/log/projection.ts';
import { withoutStage } from '../../../domain/log/release-row.ts';
import { endStages, openStages } from '../../../domain/release/stage.ts';
import { releaseRow } from '../../log/rows.ts';
import { lives, play, withoutRecheck } from '../../support/release-lives.ts';

const standing = (rows: readonly EventRow[]) => {
  const [{ stage, stageSince } = expect.unreachable()] = project(rows);
  return { stage, since: stageSince };
};

it('is that of the rules after every event, and since when', () => {
  const seen = new Set<string>();
  for (const happenings of lives(200)) {
    const told: EventRow[] = [];
    for (const { state, rows } of play('k', happenings)) {
      const { stage, since } = state;
      for (const row of rows) {
        told.push(row);
        expect(standing(told), row.type).toEqual({ stage, since });
        seen.add(row.type).add(stage);
      }
    }
  }
  expect([...seen]).toEqual(
    expect.arrayContaining([...openStages, ...endStages, 'turnLost', 'nudged', 'lockLost', 'votesVoided']),
  );
});

it('is that of the rules of what was told before events told it, too, unless somebody asked for a recheck', () => {
  const seen = new Set<string>();
  for (const happenings of lives(80)) {
    const told: EventRow[] = [];
    for (const { state, rows } of play('k', withoutRecheck(happenings))) {
      told.push(...rows.map(withoutStage));
      expect(standing(told).stage).toBe(state.stage);
      seen.add(state.stage);
    }
  }
  expect(seen).toEqual(new Set([...openStages, ...endStages]));
});

it('is that of the last event that tells one', () => {
  const types = ['requested', 'checksPassed', 'accepted', 'turnLost', 'nudged'];
  const rows = types.map((type, index) => releaseRow(index + 1, { type }));
  expect(standing(rows)).toEqual({ stage: 'queued', since: releaseRow(4).at });
});

it('stays what it was when Temporal ends the release', () => {
  const facts = { stage: 'deploying', holds: ['billing'] };
  const rows = [releaseRow(1, { type: 'started' }), releaseRow(2, { type: 'terminated', facts })];
  expect(standing(rows)).toEqual({ stage: 'deploying', since: releaseRow(1).at });
});
