import type { Part } from '../command/roles.ts';
import type { Stage } from '../release/stage.ts';
import type { Step } from '../release/steps.ts';

/** A question that people were asked by direct messages, while these have their buttons. */
export interface OpenAsk {
  /** Together with the user, the ID of the post. */
  readonly id: string;
  /** The key of the release. */
  readonly release: string;
  readonly part: Part;
  readonly stage: Stage;
  readonly steps: readonly Step[];
  readonly finding: number;
  readonly users: readonly string[];
  /** The messages are not older than this, epoch ms. */
  readonly since: number;
}

/** The people whom a notice asked to act, as it was delivered. */
export interface AskedPeople {
  /** The ID of the notice. */
  readonly notice: string;
  readonly part: Part;
  readonly users: readonly string[];
}
