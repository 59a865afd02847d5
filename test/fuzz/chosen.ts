import { atLength } from '../support/length.ts';

/** The seed of a fuzz run; `FUZZ_SEED` repeats it. */
export const seed = Number(process.env['FUZZ_SEED'] ?? Math.floor(Math.random() * 2 ** 31));

/** Options for `fc.assert` and `fc.sample`: `full` cases, in the suite `short`. */
export function chosen(full: number, short: number): { readonly seed: number; readonly numRuns: number } {
  const numRuns = atLength(full, short);
  console.log(`FUZZ_SEED=${seed}, ${numRuns} cases`);
  return { seed, numRuns };
}
