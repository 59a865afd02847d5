import { proxyActivities, sleep } from '@temporalio/workflow';
import type { ReleaseActivities } from '../domain/messages/activities.ts';
import { isPrechecking, readWithinMs } from '../domain/release/check-run.ts';
import { wantsChecks } from '../domain/release/checks.ts';
import type { CheckReport } from '../domain/release/check-report.ts';
import type { ReleaseState } from '../domain/release/state.ts';

const { checkTicket } = proxyActivities<ReleaseActivities>({ startToCloseTimeout: '30 seconds' });
const firstRetryMs = 15_000;
const longestRetryMs = 10 * 60_000;

export interface CheckResult {
  readonly checkNumber: number;
  readonly report: CheckReport;
}

/** Runs the checks of a release beside its stage. */
export class CheckRunner {
  /** The number of the last checks that it began. */
  #begun = 0;
  readonly #state: () => ReleaseState;
  readonly #found: (found: CheckResult) => void;

  constructor(state: () => ReleaseState, found: (found: CheckResult) => void) {
    this.#state = state;
    this.#found = found;
  }

  /** Asks the tracker until it answers or its answer is no longer wanted, such as after the deadline of the checks. */
  async run(): Promise<void> {
    const { subject, options, checks, components } = this.#state();
    const looking = isPrechecking(this.#state()) ? { readWithinMs, charts: true } : {};
    const wanted = () => wantsChecks(this.#state()) && this.#state().checks.number === checks.number;
    if (!wanted() || this.#begun === checks.number) return;
    this.#begun = checks.number;
    let pauseMs = firstRetryMs;
    while (wanted()) {
      const report = await checkTicket({ subject, options, components, ...looking });
      this.#found({ checkNumber: checks.number, report });
      if (report.outcome !== 'unavailable') return;
      await sleep(Math.max(pauseMs, report.pauseMs ?? 0));
      pauseMs = Math.min(pauseMs * 2, longestRetryMs);
    }
  }
}
