/** The rows of watches in the log, among those of releases. */
import { describe, expect, it } from 'vitest';
import { badReadingsIn } from '../../../domain/log/bad-reading.ts';
import { project } from '../../../domain/log/projection.ts';
import { watchRow } from '../../../domain/log/watch-row.ts';
import type { WatchHappened } from '../../../domain/messages/watch.ts';
import { releaseRow } from '../../log/rows.ts';
import { aCard } from '../../support/a-card.ts';

const check = 'billing/errors';
const found = { at: 5, value: 0.0513, limit: 0.02, named: [] };
const bad: WatchHappened = { type: 'bad', check, found };
const notOurs: WatchHappened = { type: 'notOurs', check, actor: 'U_DAN' };
const card = { ...aCard, key: 'k1' };
const row = (what: WatchHappened, count: number, at = 10) => watchRow(card, what, count, at);

it('says in a line that needs no language what was found', () => {
  const reason = (what: WatchHappened) => (row(what, 1).facts as { reason: string | null }).reason;
  expect(reason(bad)).toBe('errors: 0.0513 > 0.02');
  expect(reason({ ...bad, found: { ...found, value: 3, limit: 0, named: ['db-1: Disk full'] } })).toBe(
    'errors: 3 > 0; db-1: Disk full',
  );
  expect(reason({ type: 'blind', check, blind: { why: 'empty', detail: null, since: 1 } })).toBe(
    'errors: empty',
  );
  expect(reason({ type: 'blind', check, blind: { why: 'source', detail: 'it is down', since: 1 } })).toBe(
    'errors: it is down',
  );
  expect(reason({ type: 'over', bad: [check], blind: ['billing/latency'] })).toBe('errors, latency');
  expect(reason({ type: 'passed' })).toBeNull();
});

it('is written once, and has the place of its release', () => {
  expect(row(bad, 3)).toMatchObject({
    key: 'k1:watch:3',
    releaseKey: 'k1',
    ticket: 'PAY-1',
    about: 'release',
    type: 'watchBad',
  });
  const said = { actor: 'U_DAN', via: 'slack', commandId: 'click', channel: 'C1', saidAt: null };
  expect(watchRow(card, notOurs, 4, 10, said)).toMatchObject(said);
});

it('changes nothing of what the events of a release say of it, whenever it comes', () => {
  const events = ['requested', 'accepted', 'started', 'finished'].map((type, index) =>
    releaseRow(index + 1, { type }),
  );
  const all = [
    row(bad, 1, 0),
    ...events,
    row({ type: 'well', check, found }, 2, 9e12),
    row({ type: 'left' }, 3, 9e12),
  ];
  expect(project(all)).toEqual(project(events));
  expect(project([row(bad, 1)])).toEqual([]);
});

describe('what was found bad', () => {
  it('is found there again', () => {
    expect(badReadingsIn([row(bad, 1)])).toEqual([{ releaseKey: 'k1', check, found }]);
  });

  it('counts no more where somebody says that it is not because of the release, until it is bad again', () => {
    expect(badReadingsIn([row(bad, 1), row(notOurs, 2)])).toEqual([]);
    expect(badReadingsIn([row(bad, 1), row(notOurs, 2), row(bad, 3)])).toHaveLength(1);
    const other = { ...notOurs, check: 'billing/latency' };
    expect(badReadingsIn([row(bad, 1), row(other, 2)])).toHaveLength(1);
    expect(badReadingsIn([row(bad, 1), { ...row(notOurs, 2), releaseKey: 'k2' }])).toHaveLength(1);
  });

  it('is nothing that nobody can read', () => {
    expect(
      badReadingsIn([
        { ...row(bad, 1), facts: { check } },
        { ...row(bad, 2), releaseKey: null },
      ]),
    ).toEqual([]);
  });
});
