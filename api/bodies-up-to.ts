import type { Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { problem } from '../answers/outcome.ts';
import type { ApiEnv } from './env.ts';
import { problemJson } from './problem-json.ts';

/** Refuses a body of more bytes. */
export const bodiesUpTo = (mostBytes: number) =>
  bodyLimit({
    maxSize: mostBytes,
    onError: (context: Context<ApiEnv>) => {
      // What is left of the body is not read, so nothing else may come by that connection.
      context.header('Connection', 'close');
      return problemJson(
        context,
        problem(413, 'tooLarge', ({ tooLarge }) => tooLarge(mostBytes)),
      );
    },
  });
