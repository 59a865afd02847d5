import { createRoute, z } from '@hono/zod-openapi';
import type { OpenAPIHono } from '@hono/zod-openapi';
import { logPage } from '../answers/log-page.ts';
import type { Command } from '../domain/command/command.ts';
import { parseDuration } from '../domain/command/parse-duration.ts';
import { answers, answersOfCreation, componentName, idempotency, jsonBody, security } from './describe.ts';
import { perform, send, ticketIn } from './endpoint.ts';
import type { ApiEnv } from './env.ts';
import { instantIn, momentIn, noTime, time } from './moment-in.ts';
import { outside } from './permit.ts';
import { blameSchema, incidentSchema, logSchema, statsSchema } from './schemas.ts';
import { deskOf } from './services.ts';
import type { ApiServices } from './services.ts';
import { said } from './signals.ts';

/** At most ten years. */
const span = z
  .string()
  .regex(/^(?:[1-9][0-9]{0,3}[smh]|(?:[1-9][0-9]{0,2}|[12][0-9]{3}|3[0-5][0-9]{2}|36[0-4][0-9]|3650)d)$/)
  .openapi({ example: '90d' });

const log = createRoute({
  method: 'get',
  path: '/log',
  operationId: 'readLog',
  summary: 'What happened, the newest first. Scope: read',
  security,
  request: {
    query: z.strictObject({
      component: componentName.optional(),
      ticket: z.string().min(1).max(200).optional(),
      since: time.optional(),
      until: time.optional(),
      cursor: z.string().max(200).optional(),
    }),
  },
  responses: answers(logSchema, 'A page of events; the cursor asks for older ones'),
});

const blame = createRoute({
  method: 'get',
  path: '/blame',
  operationId: 'blame',
  summary: 'The releases that may have led to a trouble, most likely first. Scope: read',
  security,
  request: { query: z.strictObject({ at: time, component: componentName.optional() }) },
  responses: answers(blameSchema, 'The suspects, each with why'),
});

const stats = createRoute({
  method: 'get',
  path: '/stats',
  operationId: 'stats',
  summary: 'The figures of one component, or of all, of the last 30 days. Scope: read',
  security,
  request: {
    query: z.strictObject({
      component: componentName.optional(),
      for: span.optional(),
    }),
  },
  responses: answers(statsSchema, 'The figures'),
});

const incident = createRoute({
  method: 'post',
  path: '/incidents',
  operationId: 'markIncident',
  summary: 'Marks an incident, now unless a time is given. Scope: any but read alone',
  security,
  request: {
    headers: idempotency,
    body: jsonBody(z.strictObject({ text: said, at: time.nullish() })),
  },
  responses: answersOfCreation(incidentSchema, 'It is written down and announced'),
});

export function serveLog(app: OpenAPIHono<ApiEnv>, services: ApiServices): void {
  app.openapi(log, async (context) => {
    const desk = await deskOf(services);
    const { component, ticket: named, since, until, cursor = null } = context.req.valid('query');
    const ticket = named === undefined ? undefined : ticketIn(named, desk);
    if (typeof ticket === 'object') return send(context, ticket);
    const [from, to] = [momentIn(since, desk), momentIn(until, desk)];
    if (from === null || to === null) return send(context, noTime(from === null ? 'since' : 'until'));
    const name = component ?? ticket;
    const subject = name === undefined ? null : { name, ticket: ticket ?? null };
    const wrong = await outside(context.get('token'), { type: 'log', subject, since: null }, desk);
    const filter = {
      ...(component === undefined ? {} : { component }),
      ...(ticket === undefined ? {} : { ticket }),
      ...(from === undefined ? {} : { since: instantIn(from, desk) }),
      ...(to === undefined ? {} : { until: instantIn(to, desk) }),
    };
    return send(context, wrong ?? (await logPage(filter, cursor, desk)));
  });

  app.openapi(blame, async (context) => {
    const desk = await deskOf(services);
    const { at, component = null } = context.req.valid('query');
    const moment = momentIn(at, desk);
    if (moment === null || moment === undefined) return send(context, noTime('at'));
    return send(context, await perform(context, { type: 'blame', time: moment, component }, desk));
  });

  app.openapi(stats, async (context) => {
    const { component = null, for: asked } = context.req.valid('query');
    const forMs = asked === undefined ? null : parseDuration(asked);
    return send(context, await perform(context, { type: 'stats', component, forMs }, await deskOf(services)));
  });

  app.openapi(incident, async (context) => {
    const desk = await deskOf(services);
    const { text, at } = context.req.valid('json');
    const moment = momentIn(at ?? undefined, desk);
    if (moment === null) return send(context, noTime('at'));
    const command: Command = { type: 'incident', time: moment ?? { agoMs: 0 }, text: text.trim() };
    const key = context.req.valid('header')['idempotency-key'];
    return send(context, await perform(context, command, desk, key), 201);
  });
}
