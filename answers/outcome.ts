import type { ApiWords } from '../texts/api.ts';
import type { Texts } from '../texts/index.ts';

/** The words of one language. */
export interface Words {
  readonly texts: Texts;
  readonly api: ApiWords;
}

/** In Slack's markup or plain. */
export type Worded = (words: Words) => string;

/** How a problem is told by HTTP; the exit codes of the terminal follow from it. */
export type ProblemStatus = 401 | 403 | 404 | 405 | 409 | 413 | 415 | 422 | 429 | 500 | 503 | 504;

/** What was asked for was not done, and changed nothing. */
export interface Problem {
  readonly ok: false;
  readonly status: ProblemStatus;
  readonly code: string;
  /** What explains it, as JSON. */
  readonly facts: object;
  readonly words: Worded;
}

/** What was asked for was done or answered. */
export interface Done {
  readonly ok: true;
  /** As JSON. */
  readonly body: object;
  readonly words: Worded;
}

export type Outcome = Done | Problem;

export const done = (body: object, words: Worded): Done => ({ ok: true, body, words });

export const problem = (
  status: ProblemStatus,
  code: string,
  words: (api: ApiWords) => string,
  facts: object = {},
): Problem => ({ ok: false, status, code, facts, words: ({ api }) => words(api) });

/** How a refusal by a release or a lock is told; what is not for its rules to decide is told otherwise. */
export const refusalStatus = (code: string): ProblemStatus => refusalStatuses[code] ?? 409;

const refusalStatuses: Partial<Record<string, ProblemStatus>> = {
  malformed: 422,
  keyUsed: 422,
  rolesUnknown: 503,
};
