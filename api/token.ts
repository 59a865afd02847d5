import { createRoute, z } from '@hono/zod-openapi';
import type { OpenAPIHono } from '@hono/zod-openapi';
import { answersOfCreation, jsonBody } from './describe.ts';
import { sendOutcome } from './endpoint.ts';
import type { ApiEnv } from './env.ts';
import { done } from '../answers/outcome.ts';
import { iso } from '../domain/iso.ts';
import type { ByIdentity } from './by-identity.ts';
import { exchangedSchema } from './schemas.ts';

export const tokenPath = '/token';

const exchange = createRoute({
  method: 'post',
  path: tokenPath,
  operationId: 'exchangeToken',
  summary:
    'Exchanges the identity token of a pipeline, once, for a short token. It is good for a quarter of an hour after its last use, six hours at most',
  security: [],
  request: { body: jsonBody(z.strictObject({ identityToken: z.string().min(1).max(20_000) })) },
  responses: answersOfCreation(exchangedSchema, 'The short token, shown once'),
});

export function serveToken(app: OpenAPIHono<ApiEnv>, byIdentity: ByIdentity): void {
  app.openapi(exchange, async (context) => {
    const exchanged = await byIdentity(context, context.req.valid('json').identityToken);
    if ('ok' in exchanged) return sendOutcome(context, exchanged);
    const { secret, token } = exchanged;
    const { name, actor, scopes, components } = token;
    const body = { token: secret, name, actor, scopes, components, expiresAt: iso(token.expiresAt) };
    return sendOutcome(
      context,
      done(body, () => ''),
      201,
    );
  });
}
