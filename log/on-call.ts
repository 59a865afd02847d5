import { createHash } from 'node:crypto';
import type { OnCallSchedule } from '../domain/on-call.ts';
import type { Copies } from './copies.ts';

/** How long a copy is valid: the shift may have changed since. */
const believedMs = 10 * 60_000;

/** The people that the schedules named last, as Slack user IDs. Every method throws the database's errors. */
export class OnCallCopies {
  readonly #copies: Copies;

  constructor(copies: Copies) {
    this.#copies = copies;
  }

  async keep(schedule: OnCallSchedule, users: readonly string[], readAt: number): Promise<void> {
    const content = JSON.stringify(users);
    await this.#copies.keep(nameOf(schedule), {
      ...{ content, version: content, readAt },
      ...{ etag: null, modified: null },
    });
  }

  /** Null without a recent copy. */
  async of(schedule: OnCallSchedule): Promise<readonly string[] | null> {
    const copy = await this.#copies.of(nameOf(schedule));
    return copy === null || !isBelieved(copy.readAt) ? null : (JSON.parse(copy.content) as string[]);
  }
}

/** Whether a copy of that time (epoch ms) is still valid. */
export const isBelieved = (readAt: number): boolean => Date.now() - readAt < believedMs;

const nameOf = (schedule: OnCallSchedule): string =>
  createHash('sha256')
    .update(`on call ${JSON.stringify(schedule)}`)
    .digest('hex');
