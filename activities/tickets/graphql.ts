import { z } from 'zod';
import { clipped } from '../../domain/signs/finding.ts';
import { failures } from '../../texts/http.ts';
import { cannotTell, NotRead } from './api.ts';
import type { AnsweredRequest, Api } from './api.ts';

const envelope = z.object({
  data: z.unknown().optional(),
  errors: z
    .array(
      z.object({
        message: z.string(),
        type: z.string().optional(),
        path: z.array(z.union([z.string(), z.number()])).optional(),
        extensions: z.object({ code: z.string().optional(), type: z.string().optional() }).nullish(),
      }),
    )
    .optional(),
});

export interface GraphqlError {
  readonly message: string;
  /** The server's error code in upper case, from any of the usual places. */
  readonly code: string;
  readonly path: string;
}

export interface GraphqlAnswer {
  readonly data: unknown;
  readonly errors: readonly GraphqlError[];
  /** They may contain rate limits. */
  readonly headers: Headers;
}

const limits = ['RATE_LIMIT', 'RATE_LIMITED', 'RATELIMITED'];
const refusals = ['AUTHENTICATION_ERROR', 'UNAUTHENTICATED'];

/** Sends a GraphQL query. A status of 400 is not an error yet, because the body may say more. Throws `NotRead`. */
export async function query(
  api: Api,
  path: string,
  text: string,
  variables: object,
  pauseOf: (headers: Headers) => number,
  credential: string,
): Promise<GraphqlAnswer> {
  return saidIn(await api.post(path, { query: text, variables }), api, pauseOf, credential);
}

/** Parses the answer to a GraphQL query. Throws `NotRead`. */
export function saidIn(
  answer: AnsweredRequest,
  api: Api,
  pauseOf: (headers: Headers) => number,
  credential: string,
): GraphqlAnswer {
  const pauseMs = pauseOf(answer.headers);
  const limited = (): NotRead =>
    new NotRead({ outcome: 'cannotTell', reason: failures.limit(api.origin), retryAfterMs: pauseMs });
  if (answer.status === 403 && /rate limit/i.test(answer.text)) throw limited();
  const { data, errors = [] } = api.read(
    { ...answer, status: answer.status === 400 ? 200 : answer.status },
    envelope,
  );
  const told = errors.map(({ message, type, path: at = [], extensions }): GraphqlError => ({
    message: api.said(message),
    code: (extensions?.code ?? type ?? extensions?.type ?? '').toUpperCase(),
    path: at.join('.'),
  }));
  if (told.some(({ code }) => limits.includes(code))) throw limited();
  if (told.some(({ code }) => refusals.includes(code))) {
    throw new NotRead({ outcome: 'badCredentials', reason: failures.credentials(api.origin, credential) });
  }
  return { data, errors: told, headers: answer.headers };
}

/** Validates the data of a GraphQL answer. The error names the first invalid field. */
export function dataOf<T>(api: Api, data: unknown, schema: z.ZodType<T>): T {
  const found = schema.safeParse(data);
  if (found.success) return found.data;
  const [issue] = found.error.issues;
  throw cannotTell(
    failures.field(api.origin, clipped(issue?.path.join('.') || 'it'), issue?.message ?? 'is wrong'),
  );
}
