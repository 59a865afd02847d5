import type { Part } from '../command/roles.ts';
import type { Stage } from '../release/stage.ts';
import type { Step } from '../release/steps.ts';

/** What some people were asked by a direct message each, as long as it has its buttons. */
export interface OpenAsk {
  /** With the user it is that of the post. */
  readonly id: string;
  /** The key of the release. */
  readonly release: string;
  readonly part: Part;
  readonly stage: Stage;
  readonly steps: readonly Step[];
  readonly finding: number;
  readonly users: readonly string[];
  /** Not before when it was posted, epoch ms. */
  readonly since: number;
}

/** Whom a notice asked to act, as it was told. */
export interface AskedPeople {
  /** Its ID. */
  readonly notice: string;
  readonly part: Part;
  readonly users: readonly string[];
}
