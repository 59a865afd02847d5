import { expect, it, vi } from 'vitest';
import { done } from '../../answers/outcome.ts';
import type { Outcome } from '../../answers/outcome.ts';
import { commandLimit } from '../../api/command-limit.ts';
import type { CommandType } from '../../domain/command/commands.ts';

/** Commands under a limit. Each runs until its function in `ends` is called. */
function held(atOnce: number, waitsAtMostMs: number) {
  const refused: CommandType[] = [];
  const limit = commandLimit((type) => refused.push(type), { atOnce, waitsAtMostMs });
  const begun: number[] = [];
  const ends: (() => void)[] = [];
  const command = (n: number, type: CommandType = 'accept'): Promise<Outcome> =>
    limit(type, async () => {
      begun.push(n);
      await new Promise<void>((end) => ends.push(end));
      return done({ n }, () => '');
    });
  return { begun, ends, refused, command };
}

it('carries out so many of a kind at once, and the others in the order in which they come', async () => {
  const { begun, ends, command } = held(2, 60_000);
  const all = [1, 2, 3, 4].map((n) => command(n));
  await vi.waitUntil(() => begun.length === 2);
  ends[1]?.();
  await vi.waitUntil(() => begun.length === 3);
  expect(begun).toEqual([1, 2, 3]);
  ends[0]?.();
  await vi.waitUntil(() => ends.length === 4);
  for (const end of ends) end();
  expect(await Promise.all(all)).toMatchObject([1, 2, 3, 4].map((n) => ({ ok: true, body: { n } })));
});

it('tells whoever has waited for too long, while the others still run, and does nothing for them', async () => {
  const { begun, ends, refused, command } = held(1, 20);
  const first = command(1);
  expect(await command(2)).toMatchObject({ ok: false, status: 503, code: 'busy' });
  expect(refused).toEqual(['accept']);
  ends[0]?.();
  expect(await first).toMatchObject({ ok: true });
  const third = command(3);
  await vi.waitUntil(() => ends.length === 2);
  ends[1]?.();
  expect(await third).toMatchObject({ ok: true, body: { n: 3 } });
  expect(begun).toEqual([1, 3]);
});

it('lets no kind of command wait for another', async () => {
  const { begun, ends, command } = held(1, 60_000);
  const all = [command(1, 'request'), command(2, 'depFinish')];
  await vi.waitUntil(() => begun.length === 2);
  for (const end of ends) end();
  await Promise.all(all);
});

it('goes on after one that failed', async () => {
  const limit = commandLimit(undefined, { atOnce: 1, waitsAtMostMs: 60_000 });
  await expect(limit('accept', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await limit('accept', () => Promise.resolve(done({}, () => '')))).toMatchObject({ ok: true });
});
