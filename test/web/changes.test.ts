/** What those hear who listen for changes. */
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { ReleaseLog } from '../../log/release-log.ts';
import { Changes } from '../../web/changes.ts';
import type { Look } from '../../web/changes.ts';
import type { Change } from '../../web/wire.ts';
import { releaseRow } from '../log/rows.ts';
import { testDatabase } from '../support/database.ts';
import { ask, testPage } from '../support/page.ts';

let now: Look;
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
  const leaving = new AbortController();
  onTestFinished(() => {
    leaving.abort();
  });
  changes.listen((change) => heard.push(change), leaving.signal);
  return {
    heard,
    leave: () => {
      leaving.abort();
    },
  };
}

describe('who listens', () => {
  it('hears at once what is the newest, and each time the log has grown', async () => {
    const { heard, leave } = listener();
    await vi.waitFor(() => {
      expect(heard).toEqual([{ seq: 7 }]);
    }, 500);
    now = { ...now, seq: 9 };
    await vi.waitFor(() => {
      expect(heard.at(-1)).toEqual({ seq: 9 });
    }, 2000);
    leave();
  });

  it('hears once more two looks after a change, for lists lag behind, and then nothing while nothing changes', async () => {
    const { heard, leave } = listener();
    await sleep(100);
    now = { ...now, seq: 9 };
    await vi.waitFor(() => {
      expect(heard).toEqual([{ seq: 7 }, { seq: 9 }, { seq: 9 }]);
    }, 4500);
    await sleep(4500);
    expect(heard).toHaveLength(3);
    leave();
  });

  it.each(['log', 'temporal'] as const)('hears that the %s is back', async (who) => {
    now = { ...now, [who]: false };
    const { heard, leave } = listener();
    await sleep(1500);
    expect(heard).toHaveLength(1);
    now = { ...now, [who]: true };
    await vi.waitFor(() => {
      expect(heard).toHaveLength(2);
    }, 2000);
    leave();
  });

  it('is told every few seconds to look again where no log tells what changed', async () => {
    now = { seq: null, log: true, temporal: true };
    const { heard, leave } = listener();
    await vi.waitFor(() => {
      expect(heard).toEqual([{ seq: null }, { seq: null }]);
    }, 6500);
    leave();
  });
});

it('there is one look a second for all who listen, and none for nobody', async () => {
  await sleep(1200);
  expect(looks).toBe(0);
  const all = Array.from({ length: 20 }, listener);
  await sleep(3300);
  expect(looks).toBeGreaterThanOrEqual(3);
  expect(looks).toBeLessThanOrEqual(4);
  for (const { leave } of all) leave();
  await sleep(1200);
  const before = looks;
  await sleep(2500);
  expect(looks).toBe(before);
  const { heard, leave } = listener();
  await vi.waitFor(() => {
    expect(heard).toHaveLength(1);
  }, 500);
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
    expect(text).toBe('event: change\ndata: {"seq":null}\n\n');
  }, 3000);
  await log.record([releaseRow(1)]);
  const seq = await log.newest();
  await vi.waitFor(() => {
    expect(text).toContain(`event: change\ndata: {"seq":${seq ?? 0}}\n\n`);
  }, 3000);
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
