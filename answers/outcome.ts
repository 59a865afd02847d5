import type { ApiWords } from '../texts/api.ts';
import type { Texts } from '../texts/index.ts';

/** The texts of one language. */
export interface Words {
  readonly texts: Texts;
  readonly api: ApiWords;
}

/** Returns Slack's markup or plain text. */
export type Worded = (words: Words) => string;

/** The HTTP status of a problem; the exit codes of the CLI follow from it. */
export type ProblemStatus = 401 | 403 | 404 | 405 | 409 | 413 | 415 | 422 | 429 | 500 | 503 | 504;

/** The request was not fulfilled and changed nothing. */
export interface Problem {
  readonly ok: false;
  readonly status: ProblemStatus;
  readonly code: string;
  /** What explains the problem, as JSON. */
  readonly facts: object;
  readonly words: Worded;
}

/** The request was carried out or answered. */
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

/** The HTTP status of a refusal: 409, unless the cause lies outside the rules. */
export const refusalStatus = (code: string): ProblemStatus => refusalStatuses[code] ?? 409;

const refusalStatuses: Partial<Record<string, ProblemStatus>> = {
  malformed: 422,
  keyUsed: 422,
  rolesUnknown: 503,
};
