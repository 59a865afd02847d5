import { expect, it } from 'vitest';
import { jsonOf } from '../../answers/json.ts';
import { releaseSchema } from '../../api/schemas.ts';
import { blankStatus } from '../../domain/release/status.ts';
import type { WatchShown } from '../../domain/watch/shown.ts';

const found = { at: 1_000, value: 7.5, limit: 5, named: ['HighErrorRate'] };
const watched: WatchShown = {
  checks: 3,
  bad: [{ check: 'billing/errors', found, notOurs: 'U_NORA' }],
  badBefore: [{ check: 'billing/latency', found }],
  blind: [
    { check: 'billing/up', blind: { why: 'empty', detail: null, since: 2_000 } },
    { check: 'billing/load', blind: { why: 'source', detail: 'HTTP 502', since: 2_000 } },
  ],
  ...{ until: 3_000, ended: 'passed' },
};

it.each<readonly [WatchShown | null]>([
  [watched],
  [{ ...watched, bad: [], until: null, ended: null }],
  [null],
])('how a release is watched is described, and nothing besides: %j', (shown) => {
  const release = { status: blankStatus('PAY-1', 0), workflow: 'open', locks: [], usual: {} } as const;
  const told = jsonOf({ type: 'status', ticket: 'PAY-1', release: { ...release, watched: shown } });
  const { watch } = told as { readonly watch: unknown };
  expect(releaseSchema.shape.watch.parse(watch)).toEqual(watch);
});
