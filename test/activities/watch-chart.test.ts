import { expect, it } from 'vitest';
import { chartOf } from '../../activities/watch/chart.ts';
import type { Point } from '../../domain/watch/verdict.ts';

const course = (values: readonly number[]): readonly Point[] =>
  values.map((value, index) => [index * 1000, value]);
const marks = { limit: 0.02, startedAt: 2000 };

/** Checks that it is a PNG. Returns its width and height. */
function sizeOf(png: Buffer | null) {
  expect(png?.subarray(1, 4).toString()).toBe('PNG');
  return [png?.readUInt32BE(16), png?.readUInt32BE(20)];
}

it('is a picture, twice as large for sharp screens', async () => {
  expect(sizeOf(await chartOf(course([0, 0.01, 0.05, NaN, 0.04, 0.06]), marks))).toEqual([1200, 360]);
});

it('shows something else for something else', async () => {
  const [flat, risen] = [await chartOf(course([0, 0, 0]), marks), await chartOf(course([0, 0, 0.1]), marks)];
  expect(flat?.equals(risen ?? Buffer.alloc(0))).toBe(false);
});

it('of values that are all the same, below zero, or without end where there are others', async () => {
  for (const values of [
    [0, 0],
    [-5, -1, -3],
    [Infinity, 1, 2, NaN],
  ])
    sizeOf(await chartOf(course(values), marks));
});

it('is none of nothing', async () => {
  for (const values of [[], [1], [NaN, NaN], [1, Infinity]])
    expect(await chartOf(course(values), marks)).toBeNull();
});
