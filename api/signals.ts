import { createRoute, z } from '@hono/zod-openapi';
import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Command } from '../domain/command/command.ts';
import { commands, commandSignals } from '../domain/command/commands.ts';
import type { CommandSignal } from '../domain/command/commands.ts';
import { runnerShape } from '../domain/messages/payload.ts';
import { longestSilence } from '../domain/messages/runner.ts';
import type { GivenRunner } from '../domain/messages/runner.ts';
import { sayingAnything } from '../domain/printable.ts';
import { answersOfPost, idempotency, jsonBody, notThere, security, ticketParam } from './describe.ts';
import { perform, sendOutcome, ticketOfPath } from './endpoint.ts';
import type { ApiEnv } from './env.ts';
import { releaseDoneSchema } from './schemas.ts';
import { deskOf } from './services.ts';
import type { ApiServices } from './services.ts';

type Signal = Exclude<CommandSignal, 'request'>;

const signals = commandSignals.filter((signal): signal is Signal => signal !== 'request');

/** A text that is not blank, and no longer than a payload may have. */
export const said = z.string().regex(sayingAnything).max(3000);
/** An empty one counts as left out. */
const maybeSaid = said.or(z.string().max(0));
export const userId = z
  .string()
  .max(100)
  .regex(/^[UW][A-Z0-9_]+$/);
/** A user or a service. */
export const actorId = userId.or(
  z
    .string()
    .max(100)
    .regex(/^service:[a-z0-9][a-z0-9-]*$/),
);

const { deadAfter } = runnerShape().shape;
/** Null in a signal stands for the default. */
const runner = runnerShape()
  .extend({
    deadAfter: deadAfter
      .unwrap()
      .nullable()
      .default(longestSilence)
      .transform((value) => value ?? longestSilence),
  })
  .nullish();

interface Body {
  readonly reason?: string | null | undefined;
  readonly note?: string | null | undefined;
  readonly user?: string | undefined;
  readonly runner?: GivenRunner | null | undefined;
}

/** What each signal takes in addition to a reason or note. */
function detailsOf(signal: Signal): z.ZodRawShape {
  if (signal === 'handover') return { user: userId };
  // The deploying pipeline identifies itself.
  return commands[signal].scope === 'deploy' ? { runner } : {};
}

/**
 * `reason` and `note` are two names for the same thing, so a body has at most
 * one. A generated client picks the first form whose required parts are present.
 */
function bodyOf(signal: Signal): z.ZodType<Body> {
  const details = detailsOf(signal);
  const withNote = z.strictObject({ note: said, reason: notThere, ...details });
  const withReason = <Reason extends z.ZodType>(reason: Reason) =>
    z.strictObject({ reason, note: notThere, ...details });
  const body =
    commands[signal].reason === 'required'
      ? z.union([withReason(said), withNote])
      : z.union([withNote, withReason(maybeSaid.nullish())]);
  return body as z.ZodType<Body>;
}

/** `POST /releases/TICKET/SIGNAL`, for each signal. */
export function serveSignals(app: OpenAPIHono<ApiEnv>, services: ApiServices): void {
  for (const signal of signals) {
    const { word, scope } = commands[signal];
    const route = createRoute({
      method: 'post',
      path: `/releases/{ticket}/${signal}`,
      operationId: signal,
      summary: `As the command "${word}". Scope: ${scope}`,
      security,
      request: { params: ticketParam, headers: idempotency, body: jsonBody(bodyOf(signal)) },
      responses: answersOfPost(releaseDoneSchema, 'Done'),
    });
    app.openapi(route, async (context) => {
      const desk = await deskOf(services);
      const ticket = ticketOfPath(context.req.valid('param').ticket, desk);
      if (typeof ticket !== 'string') return sendOutcome(context, ticket);
      const body = context.req.valid('json');
      const key = context.req.valid('header')['idempotency-key'];
      return sendOutcome(
        context,
        await perform(context, commandOf(signal, ticket, body), desk, key, body.runner ?? undefined),
      );
    });
  }
}

/** The other parts of the body have the names that the command uses. */
const commandOf = (type: Signal, ticket: string, { reason, note, user }: Body): Command =>
  ({ type, ticket, reason: reason || note || null, user }) as Command;
