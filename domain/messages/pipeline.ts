import { z } from 'zod';

/** The program that gave a command, as far as somebody said so. What is not known is null. */
export interface Pipeline {
  /** The name of the API token that it came with, which the API has proven; then so is the rest. Null: whoever sent the command says the rest. */
  readonly token: string | null;
  /** Such as `acme/app`. */
  readonly repository: string | null;
  /** The ID of the run or the pipeline there. */
  readonly run: string | null;
  /** The commit. */
  readonly sha: string | null;
  /** Where people see the run; http(s). */
  readonly url: string | null;
}

/** Null instead of what is malformed: for it alone nobody loses their command. */
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

/** What somebody says of their pipeline; null if nothing of it can be used. */
export function readPipeline(said: unknown): Pipeline | null {
  const { data } = shape.safeParse(said);
  if (data === undefined || Object.values(data).every((value) => value === null)) return null;
  return { token: null, ...data };
}

/** What a workflow of ours passes on to another. A function, for what workflows export is frozen. */
export const passedOn = () => shape.extend({ token: z.string().nullable() });
