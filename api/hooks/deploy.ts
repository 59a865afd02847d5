import { attempt } from '../../answers/attempt.ts';
import { carryOut } from '../../answers/carry-out.ts';
import type { Caller, Desk } from '../../answers/desk.ts';
import { problem } from '../../answers/outcome.ts';
import type { Outcome, Problem } from '../../answers/outcome.ts';
import { tellOfTrouble } from '../../client/troubles.ts';
import type { Command } from '../../domain/command/command.ts';
import { hookGrant } from '../../domain/hooks/hook-grant.ts';
import type { DeployStep, HookEvent } from '../../domain/hooks/hook-event.ts';
import type { HookSettings } from '../../domain/hooks/hook-settings.ts';
import { startedAtIn } from '../../domain/release/started-at.ts';
import { reasonOf } from '../../domain/reason-of.ts';
import { claimsOf } from '../../log/claim-proof.ts';
import type { NotedDelivery } from '../../log/hook-deliveries.ts';
import { apiWordsIn } from '../../texts/api-words-in.ts';
import { textsIn } from '../../texts/index.ts';
import { shorten } from '../../texts/mrkdwn.ts';
import { plainText } from '../../texts/plain-text.ts';
import { outside } from '../permit.ts';
import type { HookStores } from '../services.ts';
import { noTurn, releaseMeant } from './release-meant.ts';

type Deploy = Extract<HookEvent, { type: 'deploy' }>;

/** One delivery to one hook. */
export interface Delivered {
  /** The name of the hook in the configuration. */
  readonly name: string;
  readonly hook: HookSettings;
  /** Identifies the delivery for ever. */
  readonly id: string;
}

/** Longer foreign ticket names are shortened in messages. */
const longestName = 100;
/** The longest reason that a command takes. Longer ones are cut, so that a rollback with a whole log attached is not lost. */
const longestReason = 1000;

const commandOf = {
  started: 'depStart',
  succeeded: 'depFinish',
  failed: 'depRollback',
} as const satisfies Record<DeployStep, string>;

/** Makes a release follow a deploy system. Refusals are posted in the release channel. Throws unforeseen errors. */
export async function deploy(
  event: Deploy,
  delivered: Delivered,
  stores: HookStores,
  desk: Desk,
): Promise<Outcome> {
  const ticket = await aboutRelease(event, delivered, stores, desk);
  const outcome = typeof ticket === 'string' ? await follow(ticket, event, delivered, stores, desk) : ticket;
  const isUntold =
    outcome.ok || outcome.code === 'oldCopy' || (typeof ticket !== 'string' && event.step !== 'started');
  if (!isUntold && [403, 404, 409].includes(outcome.status)) {
    await tell(outcome, event, delivered, typeof ticket === 'string' ? ticket : event.ticket, desk);
  }
  return outcome;
}

/** The note for a delivery that named no ticket and matched no release. */
const nothing = '';

/**
 * A redelivery is about the same release as the first copy, whatever has happened since. If the first copy matched none, the release whose
 * turn it is by now is not the one that was deployed: senders retry refused deliveries for days.
 */
async function aboutRelease(
  event: Deploy,
  { name, id }: Delivered,
  { deliveries }: HookStores,
  desk: Desk,
): Promise<string | Problem> {
  const known = await away(() => deliveries.noted(name, id));
  if (known !== null) return 'ok' in known ? known : stillMeant(known, event, desk);
  const found = await attempt(() => releaseMeant(event, desk));
  const isSettled = typeof found === 'string' || (event.ticket === null && [404, 409].includes(found.status));
  if (!isSettled) return found;
  const noted = await away(() => deliveries.note(name, id, typeof found === 'string' ? found : nothing));
  if (noted !== nothing) return noted;
  return typeof found === 'string' ? noTurn(event.components) : found;
}

/** The release that the first copy was about; a problem if there was none, or if its ticket has been requested again since. */
async function stillMeant(
  { ticket, at }: NotedDelivery,
  { components }: Deploy,
  { releases }: Desk,
): Promise<string | Problem> {
  if (ticket === nothing) return noTurn(components);
  const last = await attempt(() => releases.last(ticket));
  if (last !== null && 'ok' in last) return last;
  const [asked] = last?.status.history ?? [];
  const isAnother = asked !== undefined && Date.parse(asked.at) > at;
  return isAnother ? problem(409, 'oldCopy', ({ oldCopy }) => oldCopy(ticket), { ticket }) : ticket;
}

async function follow(
  ticket: string,
  event: Deploy,
  delivered: Delivered,
  stores: HookStores,
  desk: Desk,
): Promise<Outcome> {
  const { step, reason, pipeline } = event;
  const { name, hook, id } = delivered;
  const token = await away(() => stores.tokens.kept(hookGrant(name, hook)));
  if ('ok' in token) return token;
  const told = reason === null ? null : shorten(reason, longestReason);
  const command = { type: commandOf[step], ticket, reason: told } as Command;
  const wrong = await outside(token, command, desk);
  if (wrong !== null) return wrong;
  if (step !== 'started') {
    const other = await ofAnother(ticket, event, delivered, stores, desk);
    if (other !== null) return other;
  }
  const caller: Caller = {
    actor: hook.as,
    via: 'hook',
    commandId: `hook:${name}:${id}`,
    pipeline,
    claim: claimsOf(token),
  };
  const outcome = await carryOut(command, caller, desk);
  // The release may be on production already, through a person or the gate.
  if (step === 'started') await ofAnother(ticket, event, delivered, stores, desk);
  return outcome;
}

/**
 * A problem if another deployment owns the release's time on production. The
 * owner is the first deployment to the same place that reported its start.
 */
async function ofAnother(
  ticket: string,
  { step, deployment, components, environment, pipeline }: Deploy,
  { name }: Delivered,
  { deliveries }: HookStores,
  { releases }: Desk,
): Promise<Problem | null> {
  if (deployment === null) return null;
  const last = await attempt(() => releases.last(ticket));
  if (last === null || 'ok' in last) return last;
  const start = startedAtIn(last.status);
  if (start === null) return null;
  const what = JSON.stringify([
    'deployment',
    ticket,
    start,
    components,
    environment,
    pipeline?.repository ?? null,
  ]);
  const owner = await away(() => deliveries.ownerOf(name, what, step === 'started' ? deployment : null));
  if (owner === null || owner === deployment) return null;
  return typeof owner === 'string'
    ? problem(409, 'anotherDeployment', (words) => words.anotherDeployment(ticket), { ticket })
    : owner;
}

/** Asks the database; a problem if it does not answer. */
async function away<T>(ask: () => Promise<T>): Promise<T | Problem> {
  try {
    return await ask();
  } catch (error) {
    console.error(`The database does not answer a hook: ${reasonOf(error)}`);
    return problem(503, 'logAway', ({ logAway }) => logAway);
  }
}

async function tell(
  refused: Problem,
  { step, components }: Deploy,
  { name, id }: Delivered,
  ticket: string | null,
  { client, settings: { language } }: Desk,
): Promise<void> {
  const words = { texts: textsIn(language), api: apiWordsIn(language) };
  const reason = plainText(refused.words(words));
  const about = { ticket: ticket && shorten(ticket, longestName), components };
  await tellOfTrouble(client, { type: 'hook', hook: name, delivery: id, step, ...about, reason });
}
