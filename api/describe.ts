/** Shared parts of the OpenAPI description. */
import { z } from '@hono/zod-openapi';
import { problemSchema } from './schemas.ts';

const problem = (description: string, headers = z.object({})) => ({
  description,
  headers,
  content: { 'application/problem+json': { schema: problemSchema } },
});

const retryAfter = z.object({ 'Retry-After': z.string().openapi({ description: 'In seconds' }) });

/** The problems that any endpoint with a token may answer. */
const problems = {
  401: problem('No token that is good'),
  403: problem('Outside of the scope or the components of the token'),
  404: problem('There is none'),
  405: problem('Another method', z.object({ Allow: z.string() })),
  409: problem('The rules refuse it; nothing was changed'),
  422: problem('Not as described here'),
  429: problem('Too often; Retry-After says when again', retryAfter),
  500: problem('A reason of the server itself'),
  503: problem(
    'Temporal, a worker, the database or the tracker does not answer, or too many commands come at once; nothing was done',
    retryAfter,
  ),
};

const changing = {
  413: problem('Too large'),
  415: problem('Not JSON'),
  504: problem('No answer in time; sent again with the same key it is carried out once'),
};

const answered = <Schema extends z.ZodType>(schema: Schema, description: string) => ({
  description,
  content: { 'application/json': { schema } },
});

/** The responses of an endpoint that changes nothing. */
export const answers = <Schema extends z.ZodType>(schema: Schema, description: string) => ({
  200: answered(schema, description),
  ...problems,
});

/** The responses of an endpoint that changes something, or takes a body. */
export const answersOfPost = <Schema extends z.ZodType>(schema: Schema, description: string) => ({
  ...answers(schema, description),
  ...changing,
});

export const answersOfCreation = <Schema extends z.ZodType>(
  schema: Schema,
  description: string,
  headers = z.object({}),
) => ({
  201: { ...answered(schema, description), headers },
  ...problems,
  ...changing,
});

/** A JSON body; required unless all its parts are optional. Another content type has been refused by then. */
export const jsonBody = <Schema extends z.ZodType>(schema: Schema) => ({
  required: !schema.safeParse({}).success,
  content: { 'application/json': { schema } },
});

export const idempotency = z.object({
  'idempotency-key': z
    .string()
    .regex(/^[\x21-\x7e]{1,200}$/)
    .optional()
    .openapi({ description: 'Names this very command: sent again with the same, it is carried out once.' }),
});

export const ticketParam = z.object({
  ticket: z.string().min(1).max(200).openapi({
    description: 'Any key of the release, URL-encoded: PAY-1, 4711, owner%2Frepo%2312, REL-7',
    example: 'PAY-1',
  }),
});

/** A part that must be absent, because another one replaces it. Not `z.null()`: generated clients do not know that type. */
export const notThere = z.string().max(0).nullish();
export const noList = z.array(z.string()).max(0).nullish();

/** In any case, as in words. */
export const componentName = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,99}$/)
  .toLowerCase();
/** Any text: what is no component has no lock, which is 404. */
export const componentParam = z.object({ component: z.string().min(1).toLowerCase() });

export const security = [{ token: [] }];
