import { atLength } from '../support/length.ts';

/** What a fuzz run is made of; `FUZZ_SEED` repeats one. */
export const seed = Number(process.env['FUZZ_SEED'] ?? Math.floor(Math.random() * 2 ** 31));

/** As `fc.assert` and `fc.sample` take it: so many cases, in the suite a few. */
export function chosen(full: number, short: number): { readonly seed: number; readonly numRuns: number } {
  const numRuns = atLength(full, short);
  console.log(`FUZZ_SEED=${seed}, ${numRuns} cases`);
  return { seed, numRuns };
}
