import { createRoute, z } from '@hono/zod-openapi';
import type { OpenAPIHono } from '@hono/zod-openapi';
import { listLocks, showLock } from '../answers/locks.ts';
import { verifyToken } from '../answers/verify-token.ts';
import type { Command } from '../domain/command/command.ts';
import type { LockCommandSignal } from '../domain/command/commands.ts';
import { answers, answersOfPost, componentParam, idempotency, jsonBody, security } from './describe.ts';
import { perform, sendOutcome } from './endpoint.ts';
import type { ApiEnv } from './env.ts';
import { freezeEndIn, times } from './moment-in.ts';
import { outsideComponents, outsideScope } from './permit.ts';
import { lockDoneSchema, lockSchema, locksSchema, verifiedSchema } from './schemas.ts';
import { deskOf } from './services.ts';
import type { ApiServices } from './services.ts';
import { actorId, said } from './signals.ts';

const list = createRoute({
  method: 'get',
  path: '/locks',
  operationId: 'listLocks',
  summary: 'Who holds what, who waits for what. Scope: read',
  security,
  responses: answers(locksSchema, 'The locks, and the components whose lock does not answer'),
});

const show = createRoute({
  method: 'get',
  path: '/locks/{component}',
  operationId: 'showLock',
  summary: 'The same of one component. Scope: read',
  security,
  request: { params: componentParam },
  responses: answers(lockSchema, 'As the query `state` of its workflow tells it'),
});

const verify = createRoute({
  method: 'post',
  path: '/locks/{component}/verify',
  operationId: 'verify',
  summary:
    'Whether a fencing token is that of the present holder, which has its turn or is on production. Scope: read or deploy',
  security,
  request: {
    params: componentParam,
    body: jsonBody(z.strictObject({ token: z.int().nonnegative().max(Number.MAX_SAFE_INTEGER) })),
  },
  responses: answersOfPost(verifiedSchema, 'Whether it is, and who holds the lock'),
});

const change = <Schema extends z.ZodType>(signal: LockCommandSignal, summary: string, body: Schema) =>
  createRoute({
    method: 'post',
    path: `/locks/{component}/${signal}`,
    operationId: signal,
    summary: `${summary}; \`all\` is every component. Scope: operate`,
    security,
    request: { params: componentParam, headers: idempotency, body: jsonBody(body) },
    responses: answersOfPost(lockDoneSchema, 'Done'),
  });

const freeze = change(
  'freeze',
  'Nothing new starts',
  z.strictObject({
    reason: said,
    until: times.end.nullish(),
  }),
);
const unfreeze = change(
  'unfreeze',
  'Lifts the freezes of the caller, or of a user or service',
  z.strictObject({ user: actorId.nullish() }),
);
const unlock = change('unlock', 'Takes the lock from its holder', z.strictObject({ reason: said }));

export function serveLocks(app: OpenAPIHono<ApiEnv>, services: ApiServices): void {
  app.openapi(list, async (context) => {
    const token = context.get('token');
    const wrong = outsideScope(token, ['read']);
    return sendOutcome(context, wrong ?? (await listLocks(token.components, await deskOf(services))));
  });

  app.openapi(show, async (context) => {
    const { component } = context.req.valid('param');
    const token = context.get('token');
    const wrong = outsideScope(token, ['read']) ?? outsideComponents(token, [component]);
    return sendOutcome(context, wrong ?? (await showLock(component, await deskOf(services))));
  });

  app.openapi(verify, async (context) => {
    const { component } = context.req.valid('param');
    const token = context.get('token');
    const wrong = outsideScope(token, ['read', 'deploy']) ?? outsideComponents(token, [component]);
    const asked = context.req.valid('json');
    return sendOutcome(context, wrong ?? (await verifyToken(component, asked.token, await deskOf(services))));
  });

  app.openapi(freeze, async (context) => {
    const { reason, until } = context.req.valid('json');
    const end = until === undefined || until === null ? null : freezeEndIn(until);
    if (end !== null && 'ok' in end) return sendOutcome(context, end);
    const { component } = context.req.valid('param');
    const command: Command = { type: 'freeze', components: namedBy(component), reason, end };
    const key = context.req.valid('header')['idempotency-key'];
    return sendOutcome(context, await perform(context, command, await deskOf(services), key));
  });

  app.openapi(unfreeze, async (context) => {
    const { user = null } = context.req.valid('json');
    const { component } = context.req.valid('param');
    const command: Command = { type: 'unfreeze', components: namedBy(component), user };
    const key = context.req.valid('header')['idempotency-key'];
    return sendOutcome(context, await perform(context, command, await deskOf(services), key));
  });

  app.openapi(unlock, async (context) => {
    const { reason } = context.req.valid('json');
    const { component } = context.req.valid('param');
    const command: Command = { type: 'unlock', components: [component], reason };
    const key = context.req.valid('header')['idempotency-key'];
    return sendOutcome(context, await perform(context, command, await deskOf(services), key));
  });
}

/** `all` means every component: no component can have that name. */
const namedBy = (component: string) => (component === 'all' ? 'all' : [component]);
