import { once } from 'node:events';
import { createAdaptorServer } from '@hono/node-server';
import { WebClient } from '@slack/web-api';
import type { Connection } from '@temporalio/client';
import { sharedThrough } from '../client/configurations.ts';
import { KnownLocks } from '../client/known-locks.ts';
import { Releases } from '../client/releases.ts';
import { withTimeout } from '../client/in-time.ts';
import { databaseUrl } from '../config/database.ts';
import type { Serve } from '../config/main.ts';
import { signInAccess } from '../config/sign-in.ts';
import { followedSettings } from '../config/settings-source.ts';
import type { RunningSettings } from '../config/settings-source.ts';
import { isSlackOff, slackAccess } from '../config/slack.ts';
import { EncryptionCodec } from '../config/encryption-codec.ts';
import { encryptionKeys } from '../config/encryption-keys.ts';
import { connectClient, lazyConnection } from '../config/temporal.ts';
import { webActors } from '../config/web-actors.ts';
import { isNamed } from '../config/secret.ts';
import type { Settings } from '../domain/settings.ts';
import { isLoopback, temporalLinks, temporalUiOrigin, webDoor, webDoorClosed } from '../config/web.ts';
import { tellConfiguration } from '../health/configuration-metrics.ts';
import { countBusy, countRateLimits } from '../health/counters.ts';
import { serveHealth } from '../health/health.ts';
import type { Health } from '../health/health.ts';
import { database, temporal } from '../health/needs.ts';
import { tracing } from '../health/tracing.ts';
import { HookDeliveries } from '../log/hook-deliveries.ts';
import { ReleaseLog } from '../log/release-log.ts';
import { releaseIdOf } from '../domain/messages/workflows.ts';
import { apiPath, createApi } from '../api/app.ts';
import { knownToken } from '../api/known-token.ts';
import type { ApiServices } from '../api/services.ts';
import { httpSource } from '../http/http-source.ts';
import { TokenStore } from '../log/tokens.ts';
import { isLivingPerson } from '../slack/living-person.ts';
import { createPage } from '../web/app.ts';
import { Changes } from '../web/changes.ts';
import type { Probe } from '../web/changes.ts';
import { pageBundle } from '../web/page-bundle.ts';
import { pageCallers } from '../web/page-callers.ts';
import { sessionsFor } from '../web/sessions.ts';
import { signIn } from '../web/sign-in.ts';
import { configurationWords } from '../texts/configurations.ts';
import { SlackNames } from '../texts/slack-names.ts';
import { closing } from './close-server.ts';
import { codecPath, createCodec } from './codec.ts';
import { codecReaders, readsAll } from './codec-readers.ts';
import { stillThere } from './still-there.ts';

const lookWithinMs = 1500;
/** A pipeline waits while the keys of its issuer are fetched. */
const issuerWithinMs = 5000;

/** Serves the page and the API. Starts without Temporal and the database, and shows what is missing. */
export async function start(): Promise<Serve> {
  const health = await serveHealth(process.env);
  const access = signInAccess(process.env);
  const door = webDoor(process.env, access !== null);
  const actors = webActors(process.env);
  const traces = await tracing('web', process.env);
  const connecting = connectClient(lazyConnection, traces?.client);
  const settings = await followedSettings((...at) => sharedThrough(connecting, ...at), configurationWords);
  const settingsNow = settings.now;
  const { client, connection } = await connecting;
  warnOfHooks(await settingsNow());
  const linkOf = temporalLinks(process.env, client.options.namespace);
  const releaseLog = openLog();
  const end = new AbortController();
  const slack = slackClient();
  if (health !== null) tellOfItself(health, settings, slack);
  const releases = new Releases(client);
  const locks = new KnownLocks(client);
  const hosts = { names: door.url === null ? [] : [door.url.hostname], byAddress: !isLoopback(door.host) };
  const sessions = access === null ? null : sessionsFor(access);
  const isPerson = isPersonIn(slack);
  const isThere = stillThere(isPerson);
  const tokens = releaseLog === null ? null : new TokenStore(() => releaseLog.database());
  const tokenOf = goodToken({ tokens, settingsNow });
  const uiOrigin = temporalUiOrigin(process.env);
  const page = createPage({
    ...{ settingsNow, releaseLog, releases, locks },
    changes: new Changes(() => look(releaseLog, connection)),
    bundle: await pageBundle(),
    hosts,
    temporalLink: (ticket) => linkOf(releaseIdOf(ticket)),
    names: slack === null ? null : new SlackNames(slack),
    signIn:
      access === null || sessions === null
        ? undefined
        : signIn(access, sessions, settingsNow, (line) => {
            console.warn(line);
          }),
    mayRead: async (token) => readsAll(await tokenOf(token)),
    actors: actors ?? [],
    end: end.signal,
  });
  const api = createApi({
    ...{ settingsNow, client, releaseLog, releases, locks },
    httpFor: httpSource(issuerWithinMs),
    tokens,
    isPerson,
    pageCallers: pageCallers({
      ...{ hosts, actors, isThere },
      signedIn: sessions === null ? null : { sessions, origin: access?.publicUrl.origin ?? '' },
    }),
    hooks: releaseLog === null ? null : hookStores(releaseLog),
    onBusy: health === null ? undefined : countBusy(health.registry),
    end: end.signal,
  });
  const origins = [uiOrigin, access?.publicUrl.origin].filter((origin) => origin != null);
  const onlyHere = isLoopback(door.host);
  const codec = codecOf(uiOrigin, codecReaders({ tokenOf, sessions, isThere, hosts, origins, onlyHere }));
  const server = createAdaptorServer({
    fetch: (request: Request, env: object) => {
      if (codec !== null && isBelow(codecPath, request)) return codec.fetch(request, env);
      return isBelow(apiPath, request) ? api.fetch(request, env) : page.fetch(request, env);
    },
  });
  const close = closing(server);
  await once(server.listen(door.port, door.host), 'listening').catch((error: unknown) => {
    throw webDoorClosed(door, error);
  });
  health?.show({ needs: [temporal(client, connection.options.address), ...database(releaseLog)] });
  return async (ending) => {
    if (!ending.aborted) await once(ending, 'abort');
    health?.ends();
    end.abort();
    await close();
    await Promise.all([connection.close(), releaseLog?.close(), traces?.end()]);
  };
}

/** The metrics of this process itself. */
function tellOfItself({ registry }: Health, settings: RunningSettings, slack: WebClient | null): void {
  tellConfiguration(registry, settings);
  if (slack !== null) countRateLimits(registry, slack);
}

/** The token that a caller presents; null if it is not valid. */
const goodToken = (among: Parameters<typeof knownToken>[1]) => async (given: string) => {
  const known = await knownToken(given, among);
  return 'ok' in known ? null : known;
};

/** Null if there is no encryption. */
function codecOf(uiOrigin: string | null, mayRead: ReturnType<typeof codecReaders>) {
  const keys = encryptionKeys(process.env);
  return keys.length === 0 ? null : createCodec({ codec: new EncryptionCodec(keys), uiOrigin, mayRead });
}

/** The API and the codec answer everything below their paths, even with 404. */
const isBelow = (path: string, { url }: Request): boolean => {
  const { pathname } = new URL(url);
  return pathname === path || pathname.startsWith(`${path}/`);
};

/** Does not retry, since a visitor is waiting. Null without a Slack token. */
function slackClient(): WebClient | null {
  if (isSlackOff(process.env) || !isNamed('SLACK_BOT_TOKEN', process.env)) return null;
  const { botToken, apiUrl } = slackAccess(process.env);
  return new WebClient(botToken, {
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: 10_000,
    ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }),
  });
}

/** Without Slack everybody counts as a person. */
const isPersonIn =
  (slack: WebClient | null): ApiServices['isPerson'] =>
  (user) =>
    slack === null ? Promise.resolve(true) : isLivingPerson(slack, user);

const hookStores = (releaseLog: ReleaseLog): ApiServices['hooks'] => ({
  tokens: new TokenStore(() => releaseLog.database()),
  deliveries: new HookDeliveries(() => releaseLog.database()),
});

/** Warns of hooks that accept nothing, because their secrets are not set. */
function warnOfHooks({ hooks }: Settings): void {
  for (const [name, { secretEnv }] of Object.entries(hooks)) {
    if (secretEnv.some((variable) => isNamed(variable, process.env))) continue;
    console.warn(`${secretEnv.join(', ')} is not set, so nothing is taken from the hook ${name}`);
  }
}

function openLog(): ReleaseLog | null {
  const url = databaseUrl(process.env);
  if (url === null) {
    console.warn('DATABASE_URL is not set, so the page shows the queue alone');
    return null;
  }
  return new ReleaseLog(url, (error) => {
    console.warn(`The connection to the release log broke: ${error.message}`);
  });
}

/** The newest event of the log, and which of log and Temporal answer. */
async function look(releaseLog: ReleaseLog | null, connection: Connection): Promise<Probe> {
  const [newest, temporal] = await Promise.allSettled([
    withTimeout(releaseLog?.newest() ?? Promise.resolve(null), lookWithinMs),
    withTimeout(connection.workflowService.getSystemInfo({}), lookWithinMs),
  ]);
  return {
    seq: newest.status === 'fulfilled' ? newest.value : null,
    log: newest.status === 'fulfilled',
    temporal: temporal.status === 'fulfilled',
  };
}
