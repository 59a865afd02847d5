import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { vi } from 'vitest';
import { commands } from '../../../domain/command/commands.ts';
import type { CommandSignal } from '../../../domain/command/commands.ts';
import { general } from '../../support/company.ts';
import type { Person } from '../../support/company.ts';
import { callApi } from '../../support/api.ts';
import type { ApiCompany } from '../../support/api.ts';
import { redelivered } from '../../support/slack-line.ts';
import type { SlackLine } from '../../support/slack-line.ts';

export interface Words {
  readonly ticket: string;
  readonly signal: CommandSignal | 'status';
  readonly actor: Person;
}

/** A command that has to be carried out or refused, exactly once. */
export interface Said extends Words {
  readonly commandId: string;
  readonly via: 'api' | 'slack';
  /** Epoch ms. */
  readonly at: number;
}

/** A command with the final answer of the API. */
export interface Told extends Said {
  readonly done: boolean;
  readonly afterMs: number;
}

/** The statuses after which a caller tries again. */
const notNow = [0, 429, 500, 502, 503, 504];
/** The retry interval of `dobrobot run` and `dobrobot.sh`. */
const againAfterMs = 2000;
/** Slack redelivers what is not acknowledged: at once, after one minute, after five. Here sooner. */
const acknowledgedWithinMs = [3000, 10_000, 30_000];

/** Calls the API as a pipeline does: repeatedly, with one idempotency key, until it is answered. */
export async function call(api: ApiCompany, token: string, words: Words): Promise<Told> {
  const { ticket, signal } = words;
  const said: Said = { ...words, commandId: randomUUID(), via: 'api', at: Date.now() };
  const path = signal === 'request' ? '/releases' : `/releases/${ticket}/${signal}`;
  const body = signal === 'request' ? { tickets: [ticket] } : bodyOf(said);
  for (;;) {
    const answer = await callApi(api.url, token, 'POST', path, { body, key: said.commandId }).catch(
      () => null,
    );
    if (answer !== null && !notNow.includes(answer.status)) {
      const done = answer.status < 300;
      return { ...said, done, afterMs: Date.now() - said.at };
    }
    await sleep(againAfterMs);
  }
}

const reasonFor = ({ signal }: Words): string | null =>
  signal !== 'status' && commands[signal].reason === 'required' ? 'as it must be' : null;

function bodyOf(words: Words): object {
  const reason = reasonFor(words);
  return reason === null ? {} : { reason };
}

/** Posts the command in the channel, which always works. Resolves when the bot has acknowledged it, or Slack gives up redelivering it. */
export async function mention(api: ApiCompany, line: SlackLine, words: Words): Promise<Said> {
  const { actor, signal, ticket } = words;
  const word = signal === 'status' ? signal : commands[signal].word;
  let envelope = await api.company.write(actor, [word, ticket, reasonFor(words) ?? ''].join(' ').trim());
  const { ts } = envelope.payload['event'] as { readonly ts: string };
  for (const timeout of acknowledgedWithinMs) {
    line.send(envelope);
    const isIn = await vi
      .waitUntil(() => line.acknowledged(envelope), { timeout, interval: 100 })
      .catch(() => false);
    if (isIn) break;
    envelope = redelivered(envelope);
  }
  return { ...words, commandId: `${general}:${ts}`, via: 'slack', at: Number(ts) * 1000 };
}
