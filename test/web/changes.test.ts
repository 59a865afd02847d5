/** What listeners to changes are notified of. */
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { ReleaseLog } from '../../log/release-log.ts';
import { Changes } from '../../web/changes.ts';
import type { Probe } from '../../web/changes.ts';
import type { Change } from '../../web/wire.ts';
import { releaseRow } from '../log/rows.ts';
import { testDatabase } from '../support/database.ts';
import { ask, testPage } from '../support/page.ts';

/** Long, for a busy machine: the tests count looks, not time. */
const patienceMs = 20_000;

let now: Probe;
let looks: number;
let changes: Changes;

beforeEach(() => {
  now = { seq: 7, log: true, temporal: true };
  looks = 0;
  changes = new Changes(() => {
    looks += 1;
    return Promise.resolve(now);
  });
});

function listener() {
  const heard: Change[] = [];
  /** The number of the look after which each was notified. */
  const heardAt: number[] = [];
  const leaving = new AbortController();
  onTestFinished(() => {
    leaving.abort();
  });
  changes.listen((change) => {
    heard.push(change);
    heardAt.push(looks);
  }, leaving.signal);
  return {
    heard,
    heardAt,
    leave: () => {
      leaving.abort();
    },
  };
}

const untilLook = (nth: number) =>
  vi.waitFor(() => {
    expect(looks).toBeGreaterThanOrEqual(nth);
  }, patienceMs);

describe('who listens', () => {
  it('hears at once what is the newest, and each time the log has grown', async () => {
    const { heard, heardAt, leave } = listener();
    await vi.waitFor(() => {
      expect(heard).toEqual([{ seq: 7 }]);
    }, patienceMs);
    expect(heardAt).toEqual([1]);
    now = { ...now, seq: 9 };
    await vi.waitFor(() => {
      expect(heard.at(-1)).toEqual({ seq: 9 });
    }, patienceMs);
    leave();
  });

  it('hears once more two looks after a change, for lists lag behind, and then nothing while nothing changes', async () => {
    const { heard, heardAt, leave } = listener();
    await untilLook(1);
    now = { ...now, seq: 9 };
    await vi.waitFor(() => {
      expect(heard).toEqual([{ seq: 7 }, { seq: 9 }, { seq: 9 }]);
    }, patienceMs);
    const [, grown = 0, again = 0] = heardAt;
    expect(again).toBe(grown + 2);
    await untilLook(again + 4);
    expect(heard).toHaveLength(3);
    leave();
  });

  it.each(['log', 'temporal'] as const)('hears that the %s is back', async (who) => {
    now = { ...now, [who]: false };
    const { heard, leave } = listener();
    await untilLook(2);
    expect(heard).toHaveLength(1);
    now = { ...now, [who]: true };
    await vi.waitFor(() => {
      expect(heard).toHaveLength(2);
    }, patienceMs);
    leave();
  });

  it('is told every few seconds to look again where no log tells what changed', async () => {
    now = { seq: null, log: true, temporal: true };
    const { heard, heardAt, leave } = listener();
    await vi.waitFor(() => {
      expect(heard).toEqual([{ seq: null }, { seq: null }, { seq: null }]);
    }, patienceMs);
    expect(heardAt).toEqual([1, 2, 7]);
    leave();
  });
});

it('there is one look a second for all who listen, and none for nobody', async () => {
  await sleep(1200);
  expect(looks).toBe(0);
  const from = performance.now();
  const all = Array.from({ length: 20 }, listener);
  await untilLook(4);
  expect(performance.now() - from).toBeGreaterThan(2900);
  for (const { leave } of all) leave();
  await sleep(1200);
  const before = looks;
  await sleep(2500);
  expect(looks).toBe(before);
  const { heardAt, leave } = listener();
  await vi.waitFor(() => {
    expect(heardAt).toEqual([before + 1]);
  }, patienceMs);
  leave();
});

it('comes as server-sent events, from the real log, until the page closes', async () => {
  const log = new ReleaseLog(await testDatabase(), () => undefined);
  const own = new Changes(async () => ({ seq: await log.newest(), log: true, temporal: true }));
  const end = new AbortController();
  const page = await testPage(log, { changes: own, end: end.signal });
  const response = await ask(page, '/api/changes', { headers: { 'accept-encoding': 'gzip' } });
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  expect(response.headers.get('content-encoding')).toBeNull();
  expect(response.headers.get('cache-control')).toBe('no-store');
  let text = '';
  const read = (async () => {
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) text += decoder.decode(chunk as Uint8Array);
  })();
  await vi.waitFor(() => {
    expect(text).toMatch(/^event: change\ndata: {"seq":null}\n\n/);
  }, patienceMs);
  await log.record([releaseRow(1)]);
  const seq = await log.newest();
  await vi.waitFor(() => {
    expect(text).toContain(`event: change\ndata: {"seq":${seq ?? 0}}\n\n`);
  }, patienceMs);
  end.abort();
  await read;
  await log.close();
});

it('who closes the page listens no more', async () => {
  const page = await testPage(null, { changes });
  const { body } = await ask(page, '/api/changes');
  const reader = body?.getReader();
  await reader?.read();
  expect(looks).toBe(1);
  await reader?.cancel();
  await sleep(1200);
  const before = looks;
  await sleep(2500);
  expect(looks).toBe(before);
});
