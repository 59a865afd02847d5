import type { Context } from 'hono';
import type { Problem } from '../answers/outcome.ts';
import { problemBody } from '../answers/problem-body.ts';
import type { ApiEnv } from './env.ts';

/** The response for a problem, by RFC 9457, in the caller's language. */
export function problemJson(context: Context<ApiEnv>, problem: Problem): Response {
  const { status, facts } = problem;
  const seconds = 'seconds' in facts ? facts.seconds : 5;
  if (status === 429 || status === 503) context.header('Retry-After', String(seconds));
  context.header('Content-Type', 'application/problem+json');
  return context.body(JSON.stringify(problemBody(problem, context.get('words'))), status);
}
