import { randomUUID } from 'node:crypto';
import type { Context, TypedResponse } from 'hono';
import { carryOut } from '../answers/carry-out.ts';
import type { Caller, Desk } from '../answers/desk.ts';
import { problem } from '../answers/outcome.ts';
import type { Outcome, Problem } from '../answers/outcome.ts';
import { attempt } from '../answers/attempt.ts';
import { changes } from '../domain/command/command.ts';
import type { Command } from '../domain/command/command.ts';
import { commands } from '../domain/command/commands.ts';
import type { CommandType } from '../domain/command/commands.ts';
import { ticketNamed } from '../domain/command/ticket-named.ts';
import type { GivenRunner } from '../domain/messages/runner.ts';
import { isEnd } from '../domain/release/stage.ts';
import { linkTemplatesOf } from '../domain/trackers.ts';
import { claimsOf } from '../log/claim-proof.ts';
import type { ApiEnv } from './env.ts';
import { outside } from './permit.ts';
import { problemJson } from './problem-json.ts';

/** Typed as one of the responses that the endpoint describes. */
type Described = Response & TypedResponse<never, never, never>;

/** Sends the outcome of a request: the body with `status`, or the problem. */
export function sendOutcome(context: Context<ApiEnv>, outcome: Outcome, status: 200 | 201 = 200): Described {
  const response = outcome.ok ? context.json(outcome.body, status) : problemJson(context, outcome);
  return response as Described;
}

/** The ticket key in a path; a problem if it is not a key. */
export function ticketOfPath(text: string, { settings }: Desk): string | Problem {
  const key = ticketNamed(text, linkTemplatesOf(settings.tickets));
  return key ?? problem(404, 'noRelease', ({ noRelease }) => noRelease(text), { ticket: text });
}

/**
 * Carries out a command as the actor of the token, if the token allows
 * it. `key`: the `Idempotency-Key`; `runner`: the program that deploys.
 */
export async function perform(
  context: Context<ApiEnv>,
  command: Command,
  desk: Desk,
  key?: string,
  runner?: GivenRunner,
): Promise<Outcome> {
  const token = context.get('token');
  const wrong = await outside(token, command, desk);
  if (wrong !== null) return wrong;
  const caller: Caller = {
    actor: token.actor,
    commandId: key ?? randomUUID(),
    // The claim grants what the actor's roles do not, and is logged.
    ...('via' in token ? { via: token.via } : { via: 'api', claim: claimsOf(token) }),
    ...(runner === undefined ? {} : { runner }),
  };
  const claimed = await attempt(() => addressed(command, desk));
  if ('ok' in claimed) return claimed;
  const order = () => carryOut(claimed, caller, desk);
  return changes(claimed) ? context.get('limit')(claimed.type, order) : order();
}

/** A command with a claim goes to the release itself, not to one of its aliases. */
async function addressed(command: Command, { releases }: Desk): Promise<Command> {
  if (!('ticket' in command) || command.ticket === null || !deploys(command.type)) return command;
  const shown = await releases.shown(command.ticket);
  return shown === null || isEnd(shown.stage) ? command : { ...command, ticket: shown.ticket };
}

const deploys = (type: CommandType): boolean => commands[type].scope === 'deploy';
