import { createRoute, z } from '@hono/zod-openapi';
import type { OpenAPIHono } from '@hono/zod-openapi';
import { logPage } from '../answers/log-page.ts';
import type { Command } from '../domain/command/command.ts';
import { readPeriod } from '../domain/command/read-log-question.ts';
import { wordsIn } from '../domain/command/words.ts';
import { answers, answersOfCreation, componentName, idempotency, jsonBody, security } from './describe.ts';
import { perform, sendOutcome, ticketOfPath } from './endpoint.ts';
import type { ApiEnv } from './env.ts';
import { invalid } from './invalid.ts';
import { instantIn, times } from './moment-in.ts';
import { outside } from './permit.ts';
import { blameSchema, incidentSchema, logSchema, statsSchema } from './schemas.ts';
import { deskOf } from './services.ts';
import type { ApiServices } from './services.ts';
import { said } from './signals.ts';

/** Stricter than the bot, which also accepts `2 hours`. */
const span = z.string().max(100).openapi({
  pattern:
    '^(?:[1-9][0-9]{0,3}[smh]|[1-9][0-9]{0,2}h[1-5]?[0-9]m|(?:[1-9][0-9]{0,2}|[12][0-9]{3}|3[0-5][0-9]{2}|36[0-4][0-9]|3650)d|week|month)$',
  description: 'A duration as the commands take it, of at most ten years',
  example: '90d',
});

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
      since: times.since.optional(),
      until: times.until.optional(),
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
  request: { query: z.strictObject({ at: times.at, component: componentName.optional() }) },
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
    body: jsonBody(z.strictObject({ text: said, at: times.at.nullish() })),
  },
  responses: answersOfCreation(incidentSchema, 'It is written down and announced'),
});

export function serveLog(app: OpenAPIHono<ApiEnv>, services: ApiServices): void {
  app.openapi(log, async (context) => {
    const desk = await deskOf(services);
    const { component, ticket: named, since, until, cursor = null } = context.req.valid('query');
    const ticket = named === undefined ? undefined : ticketOfPath(named, desk);
    if (typeof ticket === 'object') return sendOutcome(context, ticket);
    const from = since === undefined ? undefined : instantIn('since', since, desk);
    if (typeof from === 'object') return sendOutcome(context, from);
    const to = until === undefined ? undefined : instantIn('until', until, desk);
    if (typeof to === 'object') return sendOutcome(context, to);
    const name = component ?? ticket;
    const subject = name === undefined ? null : { name, ticket: ticket ?? null };
    const wrong = await outside(context.get('token'), { type: 'log', subject, since: null }, desk);
    const filter = {
      ...(component === undefined ? {} : { component }),
      ...(ticket === undefined ? {} : { ticket }),
      ...(from === undefined ? {} : { since: from }),
      ...(to === undefined ? {} : { until: to }),
    };
    return sendOutcome(context, wrong ?? (await logPage(filter, cursor, desk)));
  });

  app.openapi(blame, async (context) => {
    const desk = await deskOf(services);
    const { at, component = null } = context.req.valid('query');
    const instant = instantIn('at', at, desk);
    if (typeof instant === 'object') return sendOutcome(context, instant);
    return sendOutcome(
      context,
      await perform(context, { type: 'blame', time: { instant }, component }, desk),
    );
  });

  app.openapi(stats, async (context) => {
    const { component = null, for: asked } = context.req.valid('query');
    const forMs = asked === undefined ? null : spanIn(asked);
    if (asked !== undefined && forMs === null) return sendOutcome(context, invalid('for'));
    return sendOutcome(
      context,
      await perform(context, { type: 'stats', component, forMs }, await deskOf(services)),
    );
  });

  app.openapi(incident, async (context) => {
    const desk = await deskOf(services);
    const { text, at } = context.req.valid('json');
    const instant = at === undefined || at === null ? null : instantIn('at', at, desk);
    if (instant !== null && typeof instant === 'object') return sendOutcome(context, instant);
    const time = instant === null ? { agoMs: 0 } : { instant };
    const command: Command = { type: 'incident', time, text: text.trim() };
    const key = context.req.valid('header')['idempotency-key'];
    return sendOutcome(context, await perform(context, command, desk, key), 201);
  });
}

function spanIn(text: string): number | null {
  const words = wordsIn(text);
  const span = readPeriod(words);
  return span?.length === words.length ? span.ms : null;
}
