import type { Context } from 'hono';
import type { Problem } from '../answers/outcome.ts';
import { problemBody } from '../answers/problem-body.ts';
import type { ApiEnv } from './env.ts';

/** The answer that tells of a problem, by RFC 9457, in the caller's language. */
export function problemJson(context: Context<ApiEnv>, problem: Problem): Response {
  const { status } = problem;
  if (status === 503 && !context.res.headers.has('Retry-After')) context.header('Retry-After', '5');
  context.header('Content-Type', 'application/problem+json');
  return context.body(JSON.stringify(problemBody(problem, context.get('words'))), status);
}
