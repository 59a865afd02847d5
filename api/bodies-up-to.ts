import type { Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { problem } from '../answers/outcome.ts';
import type { ApiEnv } from './env.ts';
import { problemJson } from './problem-json.ts';

/** Refuses larger bodies with 413. */
export const bodiesUpTo = (mostBytes: number) =>
  bodyLimit({
    maxSize: mostBytes,
    onError: (context: Context<ApiEnv>) => {
      // The rest of the body is not read, so the connection cannot be reused.
      context.header('Connection', 'close');
      return problemJson(
        context,
        problem(413, 'tooLarge', ({ tooLarge }) => tooLarge(mostBytes)),
      );
    },
  });
