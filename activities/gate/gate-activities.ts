import type { Client } from '@temporalio/client';
import { atTheirTurn, openOf } from '../../client/meant-releases.ts';
import type { LastRelease, Releases } from '../../client/releases.ts';
import type { SettingsSource } from '../../config/settings-source.ts';
import { coversComponents } from '../../domain/covered.ts';
import { keysIn } from '../../domain/hooks/keys-in.ts';
import type { GateActivities } from '../../domain/messages/activities.ts';
import type { GateRequest, GateView } from '../../domain/messages/hooks.ts';
import { isAmong, isEnd, onProduction } from '../../domain/release/stage.ts';
import { startedAtIn } from '../../domain/release/started-at.ts';
import type { Settings } from '../../domain/settings.ts';
import type { HookDeliveries } from '../../log/hook-deliveries.ts';
import type { TokenStore } from '../../log/tokens.ts';
import type { ApiWords } from '../../texts/api.ts';
import { apiWordsIn } from '../../texts/api-words-in.ts';
import { surroundings, textsIn } from '../../texts/index.ts';
import { plainText } from '../../texts/plain-text.ts';
import { holdersOf } from '../../texts/role-holders.ts';
import { orderAsHook } from '../order-as-hook.ts';
import type { TrackerWorld } from '../tickets/tracker-api.ts';
import { expectAwaited, reviewDeployment } from './review-deployment.ts';

interface GateSources {
  readonly settingsNow: SettingsSource;
  readonly client: Client;
  readonly releases: Releases;
  /** Null if there is no database. */
  readonly tokens: TokenStore | null;
  readonly deliveries: HookDeliveries | null;
  readonly worldOf: (settings: Settings) => TrackerWorld;
}

const longestComment = 2000;

/** The activities for GitHub deployments that wait for a release. */
export const gateActivities = ({
  settingsNow,
  client,
  releases,
  tokens,
  deliveries,
  worldOf,
}: GateSources): GateActivities => ({
  async lookAtGate(asked, tooLong) {
    const settings = await settingsNow();
    const words = apiWordsIn(settings.language);
    const hook = settings.hooks[asked.hook];
    const components =
      hook !== undefined && Object.hasOwn(hook.environments, asked.environment)
        ? hook.environments[asked.environment]
        : undefined;
    if (hook === undefined || components === undefined) return over(words.gateElsewhere(asked.environment));
    if (asked.isForeign === true) return over(words.gateForeign);
    if (tooLong) return over(words.gateTooLong);
    const keys = keysIn(asked, settings);
    const open = await openOf(keys, releases);
    const found =
      open.length > 0 || keys.length > 0 ? open : await atTheirTurn(components, releases, settings);
    const [ticket, ...others] = found;
    if (others.length > 0) return waits(words.severalReleases(found));
    if (ticket === undefined) {
      if (keys.length === 0) return waits(words.noTurn(components));
      return (await endedSince(asked, keys, releases, settings)) ?? waits(words.gateNotAsked(keys));
    }
    const last = await releases.last(ticket);
    if (last === null) return waits(words.gateNotAsked([ticket]));
    if (!coversComponents(last.status.components, hook))
      return over(words.outsideComponents(last.status.components, hook.components ?? []));
    if (!isAmong(last.status.stage, onProduction)) return viewOf(last, settings);
    if (keys.length === 0) return waits(words.gateNamesNothing(ticket));
    await expectAwaited(asked, hook.app, worldOf(settings));
    return passage(last, asked, deliveries, words);
  },

  async startAtGate(asked, ticket) {
    const settings = await settingsNow();
    const hook = settings.hooks[asked.hook];
    const words = apiWordsIn(settings.language);
    if (hook === undefined || tokens === null) return over(words.noLog);
    await expectAwaited(asked, hook.app, worldOf(settings));
    const order = { type: 'depStart', ticket } as const;
    const by = { prefix: 'gate', pipeline: asked.pipeline ?? null };
    const dispatched = await orderAsHook(order, asked.hook, hook, by, { client, settings, tokens });
    const last = await releases.last(ticket);
    if (last === null) return waits(words.gateNotAsked([ticket]));
    if (dispatched.about !== 'release') return viewOf(last, settings);
    if (!dispatched.answer.done) {
      const { status } = last;
      const around = surroundings(settings, holdersOf(status, settings), last.locks);
      const comment = plainText(textsIn(settings.language).answer(status, dispatched.answer, around));
      return {
        state: 'waits',
        ticket,
        key: dispatched.answer.code,
        comment: comment.slice(0, longestComment),
      };
    }
    return passage(last, asked, deliveries, words);
  },

  async answerGate(asked, answer) {
    const settings = await settingsNow();
    await reviewDeployment(asked, answer, settings.hooks[asked.hook]?.app ?? null, worldOf(settings));
  },
});

const over = (comment: string): GateView => ({ state: 'over', ticket: '', key: comment, comment });
const waits = (comment: string): GateView => ({ state: 'waits', ticket: '', key: comment, comment });

/** A release that ended after the deployment asked was the one it asked for. */
async function endedSince(
  { requestedAt }: GateRequest,
  keys: readonly string[],
  releases: Releases,
  settings: Settings,
): Promise<GateView | null> {
  const all = await Promise.all(keys.map((key) => releases.last(key)));
  const ended = all.find((last) => last !== null && Date.parse(last.status.since) >= requestedAt);
  return ended == null ? null : viewOf(ended, settings);
}

/** Lets one deployment to each environment pass for each start of a release. */
async function passage(
  { status }: LastRelease,
  { hook, repository, environment, callback }: GateRequest,
  deliveries: HookDeliveries | null,
  words: ApiWords,
): Promise<GateView> {
  const { ticket } = status;
  const what = JSON.stringify(['gate', ticket, startedAtIn(status), repository, environment]);
  if ((await deliveries?.ownerOf(hook, what, callback)) !== callback) return waits(words.gateTaken(ticket));
  const tokens = Object.fromEntries(status.locks.map(({ component, token }) => [component, token]));
  return { state: 'started', ticket, key: what, comment: words.gatePassed(ticket, JSON.stringify(tokens)) };
}

function viewOf(last: LastRelease, settings: Settings): GateView {
  const { status, locks } = last;
  const { ticket, stage, waitingFor } = status;
  const texts = textsIn(settings.language);
  const around = surroundings(settings, holdersOf(status, settings), locks);
  const places = locks.flatMap(({ queue }) => queue.filter((one) => one.ticket === ticket));
  const key = JSON.stringify([ticket, stage, waitingFor, places.map(({ position }) => position)]);
  const seen = (state: GateView['state'], comment: string): GateView => ({
    ...{ state, ticket, key },
    comment: comment.slice(0, longestComment),
  });
  if (isEnd(stage)) return seen('over', plainText(texts.ended(status, around)));
  return seen(stage === 'ready' ? 'turn' : 'waits', plainText(texts.status(status, around)));
}
