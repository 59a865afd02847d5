import { z } from 'zod';

/** The program that gave a command, as far as it is known. Unknown parts are null. */
export interface Pipeline {
  /**
   * The name of its API token, verified by the API; then the other parts are verified, too. Null: the other parts are the sender's own
   * statement.
   */
  readonly token: string | null;
  /** Such as `acme/app`. */
  readonly repository: string | null;
  /** The ID of the run or the pipeline there. */
  readonly run: string | null;
  /** The commit. */
  readonly sha: string | null;
  /** The page of the run; http(s). */
  readonly url: string | null;
}

/** Malformed parts become null: they are no reason to lose a command. */
const textLike = (form: RegExp, longest: number) =>
  z
    .string()
    .max(longest)
    .regex(form)
    .nullish()
    .catch(null)
    .transform((value) => value ?? null);

const line = textLike(/^[\x21-\x7e\p{L}\p{N}]+$/u, 300);
const hash = textLike(/^[0-9a-f]{7,64}$/i, 64).transform((value) => value?.toLowerCase() ?? null);
const address = textLike(/^https?:\/\/[^\s@<>|"`\\]+$/, 1000);

const shape = z.object({ repository: line, run: line, sha: hash, url: address });

/** Parses a sender's statement about its pipeline; null if nothing in it is usable. */
export function readPipeline(said: unknown): Pipeline | null {
  const { data } = shape.safeParse(said);
  if (data === undefined || Object.values(data).every((value) => value === null)) return null;
  return { token: null, ...data };
}

/** The schema of a pipeline that one of our workflows passes to another. A function, because exports of workflow code are frozen. */
export const passedOn = () => shape.extend({ token: z.string().nullable() });
