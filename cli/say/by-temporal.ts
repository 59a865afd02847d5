import { dirname } from 'node:path';
import type { Client } from '@temporalio/client';
import { carryOut } from '../../answers/carry-out.ts';
import { checksOfRequest } from '../../answers/check-ticket.ts';
import type { Caller, Desk } from '../../answers/desk.ts';
import { acceptHeartbeat } from '../../answers/heartbeat.ts';
import { problem } from '../../answers/outcome.ts';
import type { Outcome, Words } from '../../answers/outcome.ts';
import { problemBody } from '../../answers/problem-body.ts';
import { readWords } from '../../answers/read-words.ts';
import { verifyToken } from '../../answers/verify-token.ts';
import { waitFor } from '../../answers/wait-for.ts';
import { configurations } from '../../client/configurations.ts';
import { withOpenLocks } from '../../client/known-locks.ts';
import { reach } from '../../client/reach.ts';
import { Releases } from '../../client/releases.ts';
import { databaseUrl } from '../../config/database.ts';
import { ConfigError, configPath, loadSettings, settingsOf } from '../../config/load-settings.ts';
import { connectClient, lazyConnection } from '../../config/temporal.ts';
import { changes } from '../../domain/command/command.ts';
import type { Command } from '../../domain/command/command.ts';
import { ticketNamed } from '../../domain/command/ticket-named.ts';
import { reasonOf } from '../../domain/reason-of.ts';
import { isActor } from '../../domain/service.ts';
import type { Settings } from '../../domain/settings.ts';
import { linkTemplatesOf } from '../../domain/trackers.ts';
import { ReleaseLog } from '../../log/release-log.ts';
import { apiWordsIn } from '../../texts/api-words-in.ts';
import { checkWords } from '../../texts/cli-check.ts';
import { words as cliWords } from '../../texts/cli-say.ts';
import { textsIn } from '../../texts/index.ts';
import { plainText } from '../../texts/plain-text.ts';
import { isPerson } from './is-person.ts';
import { spokenLanguage } from './language.ts';
import { pipelineIn } from './pipeline-in.ts';
import { toCheckIn } from './to-check.ts';
import { NotReachable } from './way.ts';
import type { ApiAnswer, Way } from './way.ts';

const reachableWithinMs = 5000;

/** Uses Temporal directly, as `DOBROBOT_ACTOR`, with the configuration that runs. Throws `NotReachable` and `ConfigError`. */
export async function wayByTemporal(env: NodeJS.ProcessEnv): Promise<Way> {
  const { client, connection } = await connectClient(lazyConnection);
  const settings = await settingsThere(client, env).catch(async (error: unknown) => {
    await connection.close();
    if (error instanceof ConfigError) throw error;
    throw new NotReachable(cliWords.noTemporal(reasonOf(error)), { cause: error });
  });
  const releaseLog = openLog(env);
  const desk: Desk = {
    ...{ client, settings, releaseLog, releases: new Releases(client) },
    isPerson: (user) => isPerson(user, env),
  };
  const language = spokenLanguage(env) ?? settings.language;
  const words = { texts: textsIn(language), api: apiWordsIn(language) };
  const told = async (outcome: Promise<Outcome> | Outcome) => answerOf(await outcome, words);
  const keyOf = (text: string) => ticketNamed(text, linkTemplatesOf(settings.tickets)) ?? text;
  return {
    say(text, commandId) {
      const command = readWords(text, settings);
      if ('ok' in command) return told(command);
      const actor = actorOf(command, env);
      const caller: Caller = { actor, via: 'terminal', commandId, pipeline: pipelineIn(env) };
      return told(carryOut(command, caller, desk));
    },
    deploy({ signal, ticket, runner, commandId, reason = null }) {
      const command = { type: signal, ticket: keyOf(ticket), reason } as Command;
      const actor = actorOf(command, env);
      const caller: Caller = { actor, via: 'terminal', commandId, runner, pipeline: pipelineIn(env) };
      return told(carryOut(command, caller, desk));
    },
    heartbeat: (ticket, runner) => told(acceptHeartbeat(ticket, runner, desk)),
    wait: (ticket, stage, ms) => told(waitFor(keyOf(ticket), stage, desk, AbortSignal.timeout(ms))),
    check(asked) {
      const named = toCheckIn(asked, settings);
      return told(named === null ? nothingToCheck(asked) : checksOfRequest(named, null, desk));
    },
    verify: (component, token) => told(verifyToken(component, token, desk)),
    close: async () => {
      await Promise.all([connection.close(), releaseLog?.close()]);
    },
  };
}

/** By the running configuration, or by the file while none runs. Throws `ConfigError` and Temporal's errors. */
async function settingsThere(client: Client, env: NodeJS.ProcessEnv): Promise<Settings> {
  const path = configPath(env);
  const { running } = await reach(client, reachableWithinMs, () => configurations(client));
  const values = running?.values ?? null;
  const read = values === null ? null : settingsOf(values, dirname(path));
  const settings = read ?? (await loadSettings(path));
  return reach(client, reachableWithinMs, () => withOpenLocks(client, settings));
}

const nothingToCheck = (asked: readonly string[]): Outcome =>
  problem(422, 'nothingToCheck', () => checkWords.notUnderstood(asked.join(' ')));

function answerOf(outcome: Outcome, words: Words): ApiAnswer {
  const text = plainText(outcome.words(words));
  if (outcome.ok) return { status: 200, body: { ...outcome.body }, text };
  return { status: outcome.status, body: problemBody(outcome, words), text };
}

/**
 * The actor of a command, or '' for a question that does not depend on who asks. Throws `NotReachable` if one is needed and missing or
 * invalid.
 */
function actorOf(command: Command, env: NodeJS.ProcessEnv): string {
  const actor = env['DOBROBOT_ACTOR'] ?? '';
  if (isActor(actor)) return actor;
  const isPersonal = command.type === 'mine' || (command.type === 'status' && command.ticket === null);
  if (actor === '' && !changes(command) && !isPersonal) return '';
  throw new NotReachable(cliWords.noActor(actor));
}

function openLog(env: NodeJS.ProcessEnv): ReleaseLog | null {
  const url = databaseUrl(env);
  return url === null ? null : new ReleaseLog(url, () => undefined);
}
