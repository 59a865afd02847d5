import type { LockMode } from '../../../domain/components.ts';
import { lockStepsOf } from '../chaos/histories.ts';
import type { LockStep, Run } from '../chaos/histories.ts';
import { grouped } from './grouped.ts';

/** The grants of a lock while somebody incompatible still held it, in the order of its histories. */
export function heldTwice(lockRuns: readonly Run[]): readonly string[] {
  return [...grouped(lockRuns, ({ workflowId }) => workflowId)].flatMap(([lockId, runs]) => {
    const steps = runs.flatMap(lockStepsOf).sort((a, b) => a.at - b.at || a.id - b.id);
    const line = new Line();
    return steps.flatMap(({ step }) => line.take(step)).map((found) => `${lockId}: ${found}`);
  });
}

/** The holders of a lock, by the steps of its coordinator. */
class Line {
  readonly #modes = new Map<string, LockMode>();
  readonly #holders = new Set<string>();
  /** Requests that left the queue. A grant decided earlier may still be sent to them, and means nothing. */
  readonly #gone = new Set<string>();

  /** Returns the holders that a grant conflicts with. */
  take(step: LockStep): readonly string[] {
    switch (step.type) {
      case 'waits':
        this.#gone.delete(step.request.requestId);
        this.#modes.set(step.request.requestId, step.request.mode);
        return [];
      case 'claims':
        this.#modes.set(step.request.requestId, step.request.mode);
        return [];
      case 'leaves':
        for (const id of new Set([...this.#modes.keys(), ...this.#holders])) {
          if (id !== step.requestId && !id.startsWith(`${step.releaseKey ?? ''}:`)) continue;
          this.#holders.delete(id);
          this.#gone.add(id);
        }
        return [];
      case 'grants': {
        const { requestId } = step.grant;
        if (this.#gone.has(requestId)) return [];
        const met = [...this.#holders].filter((id) => id !== requestId && this.#exclude(id, requestId));
        this.#holders.add(requestId);
        return met.map((id) => `${requestId} got it while ${id} had it`);
      }
      default:
        return [];
    }
  }

  #exclude(...ids: readonly string[]): boolean {
    return ids.some((id) => this.#modes.get(id) === 'exclusive');
  }
}
