import { expect, it, vi } from 'vitest';
import { done } from '../../answers/outcome.ts';
import type { Outcome } from '../../answers/outcome.ts';
import { turns } from '../../api/turns.ts';

/** Commands that go on until they are told to end. */
function held(limit: { readonly atOnce: number; readonly waitsAtMost: number }) {
  const inTurn = turns(limit);
  const begun: number[] = [];
  const ends: (() => void)[] = [];
  const command = (n: number): Promise<Outcome> =>
    inTurn(async () => {
      begun.push(n);
      await new Promise<void>((end) => ends.push(end));
      return done({ n }, () => '');
    });
  return { begun, ends, command };
}

it('carries out so many at once, and the others in the order in which they come', async () => {
  const { begun, ends, command } = held({ atOnce: 2, waitsAtMost: 60_000 });
  const all = [1, 2, 3, 4].map(command);
  await vi.waitUntil(() => begun.length === 2);
  ends[1]?.();
  await vi.waitUntil(() => begun.length === 3);
  expect(begun).toEqual([1, 2, 3]);
  ends[0]?.();
  await vi.waitUntil(() => ends.length === 4);
  for (const end of ends) end();
  expect(await Promise.all(all)).toMatchObject([1, 2, 3, 4].map((n) => ({ ok: true, body: { n } })));
});

it('tells whoever has waited for too long, and does nothing for them', async () => {
  const { begun, ends, command } = held({ atOnce: 1, waitsAtMost: -1 });
  const [first, second] = [1, 2].map(command);
  expect(await first).toMatchObject({ ok: false, status: 503, code: 'busy' });
  expect(await second).toMatchObject({ ok: false, status: 503, code: 'busy' });
  expect([begun, ends]).toEqual([[], []]);
});

it('goes on after one that failed', async () => {
  const inTurn = turns({ atOnce: 1, waitsAtMost: 60_000 });
  const failing = inTurn(() => Promise.reject(new Error('no')));
  await expect(failing).rejects.toThrow('no');
  expect(await inTurn(() => Promise.resolve(done({}, () => '')))).toMatchObject({ ok: true });
});
