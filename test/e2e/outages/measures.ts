import { median, quantile } from '../../../bench/statistics.ts';
import type { Crowd } from './crowd.ts';

/** Measures what the company does from now on; `tell` prints it. */
export function measuresOf(crowd: Crowd): { tell(lengthMs: number): void } {
  const before = { told: crowd.told.length, said: crowd.said.length, asked: crowd.tickets.size };
  return {
    tell: (lengthMs) => {
      const told = crowd.told.slice(before.told);
      const times = told.map(({ afterMs }) => afterMs);
      const answered = told.length + crowd.said.length - before.said;
      console.log(
        [
          `${answered} commands answered or heard in ${lengthMs / 1000} s: ${(answered / (lengthMs / 1000)).toFixed(1)} a second`,
          `${told.filter(({ done }) => done).length} of ${told.length} by the API were carried out, the others refused`,
          `an answer of the API after ${Math.round(median(times))} ms in the median, ${Math.round(quantile(times, 0.95))} ms in the 95th percentile`,
          `${crowd.tickets.size - before.asked} releases asked for, ${crowd.open} open at the end`,
          `${crowd.underWay} commands under way; ${crowd.stayedAway} times nobody came, as too many were`,
        ].join('\n'),
      );
    },
  };
}
