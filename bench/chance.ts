import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Pseudo-random numbers, the same in every run. */
export class Chance {
  readonly #source = xoroshiro128plus(1);

  below(limit: number): number {
    return uniformFloat64(this.#source) * limit;
  }

  /** True with probability `part`. */
  of(part: number): boolean {
    return this.below(1) < part;
  }

  /** An exponentially distributed duration with this mean: mostly shorter, sometimes much longer. */
  about(mean: number): number {
    return -mean * Math.log(1 - this.below(1));
  }

  oneOf<T>(values: readonly [T, ...T[]]): T {
    return values[Math.floor(this.below(values.length))] ?? values[0];
  }
}
