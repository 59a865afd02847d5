import { createRoute, z } from '@hono/zod-openapi';
import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { checksOfTicket } from '../answers/check-ticket.ts';
import { listReleases } from '../answers/list-releases.ts';
import { acceptHeartbeat } from '../answers/heartbeat.ts';
import type { Outcome } from '../answers/outcome.ts';
import { runnerShape } from '../domain/messages/payload.ts';
import {
  answers,
  answersOfCreation,
  answersOfPost,
  idempotency,
  jsonBody,
  security,
  ticketParam,
} from './describe.ts';
import { componentName } from './describe.ts';
import { stages } from '../domain/release/stage.ts';
import { perform, sendOutcome, ticketOfPath } from './endpoint.ts';
import type { ApiEnv } from './env.ts';
import { outside, outsideComponents, outsideScope } from './permit.ts';
import { optionsBody, requestBody, requestIn } from './request-in.ts';
import {
  checkSchema,
  heartbeatSchema,
  releaseDoneSchema,
  releaseSchema,
  releasesSchema,
  waitedSchema,
} from './schemas.ts';
import { deskOf } from './services.ts';
import type { ApiServices } from './services.ts';
import { waitFor } from '../answers/wait-for.ts';
import { endedAfter } from '../client/ended-after.ts';

const askedFor = answersOfCreation(
  releaseDoneSchema,
  'It was asked for, and how it stands once its checks have run, or after three seconds',
  z.object({ Location: z.string() }),
);

const ask = createRoute({
  method: 'post',
  path: '/releases',
  operationId: 'askForRelease',
  summary: 'Asks for the "good": checks run, approvers are notified. Scope: request',
  security,
  request: { headers: idempotency, body: jsonBody(requestBody) },
  responses: askedFor,
});

const askAgain = createRoute({
  method: 'post',
  path: '/releases/{ticket}/request',
  operationId: 'requestRelease',
  summary: 'As `POST /releases`, for the release of that ticket. Scope: request',
  security,
  request: { params: ticketParam, headers: idempotency, body: jsonBody(optionsBody) },
  responses: askedFor,
});

const list = createRoute({
  method: 'get',
  path: '/releases',
  operationId: 'listReleases',
  summary: 'The open releases, or those in a stage, the last to begin first. Scope: read',
  security,
  request: {
    query: z.strictObject({
      component: componentName.optional(),
      stage: z.enum(stages).optional(),
      cursor: z.string().max(1000).optional(),
    }),
  },
  responses: answers(releasesSchema, 'A page of them; the cursor asks for the next one'),
});

const show = createRoute({
  method: 'get',
  path: '/releases/{ticket}',
  operationId: 'showRelease',
  summary: 'Where the last release of a ticket stands, open or ended. Scope: read or deploy',
  security,
  request: { params: ticketParam },
  responses: answers(releaseSchema, 'As the query `status` of its workflow tells it'),
});

const check = createRoute({
  method: 'get',
  path: '/releases/{ticket}/check',
  operationId: 'checkTicket',
  summary: 'What the formal checks of a ticket find now; changes nothing. Scope: read',
  security,
  request: { params: ticketParam },
  responses: answers(checkSchema, 'Each sign, found where, by which rule'),
});

const wait = createRoute({
  method: 'get',
  path: '/releases/{ticket}/wait',
  operationId: 'waitForRelease',
  summary: 'Waits until a release has come to a stage, has ended, or the time is over. Scope: read or deploy',
  security,
  request: {
    params: ticketParam,
    query: z.strictObject({
      for: z.enum(stages),
      timeout: z
        .string()
        .regex(/^(?:[0-5]?[0-9]{1,2}|600)$/)
        .transform(Number)
        .default(30)
        .openapi({ type: 'integer', minimum: 0, maximum: 600, default: 30, description: 'In seconds' }),
    }),
  },
  responses: answers(waitedSchema, 'How it stands then, and whether it has come there'),
});

const live = createRoute({
  method: 'post',
  path: '/releases/{ticket}/heartbeat',
  operationId: 'heartbeat',
  summary:
    'A sign of life of the pipeline that has started the release with that `runner`, of which one is due within `deadAfter` seconds. Scope: deploy',
  security,
  request: {
    params: ticketParam,
    body: jsonBody(z.strictObject({ runner: runnerShape().shape.id })),
  },
  responses: answersOfPost(heartbeatSchema, 'It is alive'),
});

function sendAsked(context: Context<ApiEnv>, outcome: Outcome) {
  if (outcome.ok && 'ticket' in outcome.body) {
    context.header('Location', `/api/v1/releases/${encodeURIComponent(String(outcome.body.ticket))}`);
  }
  return sendOutcome(context, outcome, 201);
}

export function serveReleases(app: OpenAPIHono<ApiEnv>, services: ApiServices): void {
  app.openapi(ask, async (context) => {
    const desk = await deskOf(services);
    const command = requestIn(context.req.valid('json'), desk);
    if ('ok' in command) return sendOutcome(context, command);
    const key = context.req.valid('header')['idempotency-key'];
    return sendAsked(context, await perform(context, command, desk, key));
  });

  app.openapi(askAgain, async (context) => {
    const desk = await deskOf(services);
    const command = requestIn(
      { ...context.req.valid('json'), tickets: [context.req.valid('param').ticket] },
      desk,
    );
    if ('ok' in command) return sendOutcome(context, command);
    const key = context.req.valid('header')['idempotency-key'];
    return sendAsked(context, await perform(context, command, desk, key));
  });

  app.openapi(list, async (context) => {
    const { component, stage = null, cursor = null } = context.req.valid('query');
    const token = context.get('token');
    const needed = component === undefined ? null : [component];
    const wrong =
      outsideScope(token, ['read']) ?? (needed === null ? null : outsideComponents(token, needed));
    if (wrong !== null) return sendOutcome(context, wrong);
    const filter = { components: needed ?? token.components, stage };
    return sendOutcome(context, await listReleases(filter, component, cursor, await deskOf(services)));
  });

  app.openapi(show, async (context) => {
    const desk = await deskOf(services);
    const ticket = ticketOfPath(context.req.valid('param').ticket, desk);
    if (typeof ticket !== 'string') return sendOutcome(context, ticket);
    return sendOutcome(context, await perform(context, { type: 'status', ticket }, desk));
  });

  app.openapi(check, async (context) => {
    const desk = await deskOf(services);
    const token = context.get('token');
    const ticket = ticketOfPath(context.req.valid('param').ticket, desk);
    if (typeof ticket !== 'string') return sendOutcome(context, ticket);
    const wrong = outsideScope(token, ['read']);
    return sendOutcome(context, wrong ?? (await checksOfTicket(ticket, token.components, desk)));
  });

  app.openapi(live, async (context) => {
    const desk = await deskOf(services);
    const ticket = ticketOfPath(context.req.valid('param').ticket, desk);
    if (typeof ticket !== 'string') return sendOutcome(context, ticket);
    const wrong = await outside(context.get('token'), { type: 'depFinish', ticket }, desk);
    const { runner } = context.req.valid('json');
    return sendOutcome(context, wrong ?? (await acceptHeartbeat(ticket, runner, desk)));
  });

  app.openapi(wait, async (context) => {
    const desk = await deskOf(services);
    const token = context.get('token');
    const ticket = ticketOfPath(context.req.valid('param').ticket, desk);
    if (typeof ticket !== 'string') return sendOutcome(context, ticket);
    const wrong = await outside(token, { type: 'status', ticket }, desk);
    if (wrong !== null) return sendOutcome(context, wrong);
    const { for: stage, timeout } = context.req.valid('query');
    const until = endedAfter(timeout * 1000, [services.end, context.req.raw.signal]);
    return sendOutcome(context, await waitFor(ticket, stage, desk, until));
  });
}
