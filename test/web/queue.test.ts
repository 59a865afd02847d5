import { expect, it, vi } from 'vitest';
import { loadSettings } from '../../config/load-settings.ts';
import type { ListedRelease } from '../../domain/messages/memo.ts';
import { watchIdOf } from '../../domain/messages/workflows.ts';
import type { WatchShown } from '../../domain/watch/shown.ts';
import { queueAnswer } from '../../web/queue.ts';
import { pageConfig } from '../support/page.ts';

const release: ListedRelease = {
  ...{ key: 'k1', ticket: 'PAY-1', tickets: ['PAY-1'], title: null, url: null, requester: 'U_DAN' },
  ...{ admin: null, components: ['billing'], stage: 'deploying', since: 1, locks: [] },
  ...{ aliases: [], neededLocks: [], lettingGo: [], cannotVote: [], approvals: [] },
};
const found = { at: 5, value: 0.05, limit: 0.02, named: [] };
const shown: WatchShown = {
  checks: 2,
  bad: [
    { check: 'billing/errors', found, notOurs: null },
    { check: 'billing/latency', found, notOurs: 'U_DAN' },
  ],
  ...{ badBefore: [], blind: [], until: null, ended: null },
};
const allWatched = vi.fn(() => Promise.resolve(new Map([[watchIdOf('k1'), shown]])));
const releases = {
  open: () => Promise.resolve([release, { ...release, key: 'k2', ticket: 'PAY-2' }]),
  locks: () => Promise.resolve([]),
  allWatched,
};

it('tells what the charts of a release show bad, but for what is said not to be because of it', async () => {
  const check = { name: 'errors', source: 'prom', query: 'up', above: 1 };
  const settings = await loadSettings(
    await pageConfig({
      watch: { prom: { kind: 'prometheus', url: 'http://prometheus.example.com' } },
      components: { billing: { critical: true, watch: { for: '15m', checks: [check] } } },
    }),
  );
  const { releases: listed } = await queueAnswer(releases, settings);
  expect(listed.map(({ ticket, bad }) => [ticket, bad?.map((one) => one.check)])).toEqual([
    ['PAY-1', ['billing/errors']],
    ['PAY-2', []],
  ]);
});

it('asks for nothing of that where nothing is watched', async () => {
  allWatched.mockClear();
  const { releases: listed } = await queueAnswer(releases, await loadSettings(await pageConfig({})));
  expect(listed.flatMap(({ bad }) => bad ?? [])).toEqual([]);
  expect(allWatched).not.toHaveBeenCalled();
});
