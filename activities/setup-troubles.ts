import { WebAPIPlatformError } from '@slack/web-api';
import type { WebClient } from '@slack/web-api';
import type { PersonOrGroup, Settings } from '../domain/settings.ts';
import type { ChannelTrouble, Trouble } from '../domain/trouble.ts';
import { isGroup } from '../domain/user-group.ts';
import { addressScopes, chartScopes, linkScopes, neededScopes } from '../slack/scopes.ts';
import { unknownPerson } from '../slack/unknown-person.ts';
import { ChannelIds } from './slack/channel-ids.ts';
import { channelTroubleOf } from './slack/release-channel.ts';

/** Slack's errors for a group that does not exist or is disabled. */
const unknownGroup = ['no_such_subteam', 'subteam_disabled', 'not_found'];

/**
 * What is wrong with the setup in Slack: with channels, scopes of the app, and the
 * people in the settings. Throws Slack's errors if it cannot be checked at all.
 */
export async function setupTroubles(
  slack: WebClient,
  settings: Settings,
  page: URL | null,
): Promise<readonly Trouble[]> {
  const { response_metadata: granted } = await slack.auth.test();
  const missing = missingScopes(granted?.scopes, page, settings);
  const channels = await channelTroubles(slack, settings);
  const people = await Promise.all(
    [...named(settings)].map(async ([id, where]): Promise<Trouble[]> => {
      if (isGroup(id)) return (await isEmpty(slack, id)) ? [{ type: 'group', group: id, where }] : [];
      return (await isNobody(slack, id)) ? [{ type: 'person', user: id, where }] : [];
    }),
  );
  return [
    ...(missing.length === 0 ? [] : [{ type: 'scopes', missing } as const]),
    ...channels,
    ...people.flat(),
  ];
}

/**
 * The scopes that are needed and not granted. Empty if Slack does not say which are granted.
 * The scopes for links, charts and schedules are needed only if these are configured.
 */
const missingScopes = (
  granted: readonly string[] | undefined,
  page: URL | null,
  { people, watch = {} }: Settings,
): readonly string[] =>
  granted === undefined
    ? []
    : [
        ...neededScopes,
        ...(page === null ? [] : linkScopes),
        ...(Object.keys(watch).length === 0 ? [] : chartScopes),
        ...(people.onCall?.schedule === undefined ? [] : addressScopes),
      ].filter((scope) => !granted.includes(scope));

/** Troubles of the release channel and of the components' own channels. */
async function channelTroubles(
  slack: WebClient,
  { slack: { releaseChannel }, components }: Settings,
): Promise<readonly Trouble[]> {
  const own = new Map<string, string[]>();
  for (const [name, { channel }] of Object.entries(components))
    if (channel && channel !== releaseChannel) own.set(channel, [...(own.get(channel) ?? []), name]);
  const ids = new ChannelIds(slack);
  const found: Trouble[] = [];
  for (const channel of [releaseChannel, ...own.keys()]) {
    const reason = await channelTrouble(slack, channel, ids);
    const names = own.get(channel);
    if (reason !== null)
      found.push({ type: 'channel', channel, reason, ...(names && { components: names }) });
  }
  return found;
}

async function channelTrouble(
  slack: WebClient,
  nameOrId: string,
  ids: ChannelIds,
): Promise<ChannelTrouble | null> {
  try {
    const channel = await ids.of(nameOrId);
    if (channel === null) return 'channel_not_found';
    const { channel: found } = await slack.conversations.info({ channel });
    if (found?.is_archived === true) return 'is_archived';
    return found?.is_member === false ? 'not_in_channel' : null;
  } catch (error) {
    const trouble = channelTroubleOf(error);
    if (trouble === null) throw error;
    return trouble;
  }
}

/** Everyone named in the settings, each with the path where they are named first. */
function named({ people, components, release: { reminders } }: Settings): ReadonlyMap<PersonOrGroup, string> {
  const lists: readonly (readonly [string, readonly PersonOrGroup[]])[] = [
    ['people.approvers', people.approvers],
    ['people.admins', people.admins],
    ['people.onCall.rotation', people.onCall?.rotation ?? []],
    ...Object.entries(components).flatMap(([name, { approvers, admins }]) => [
      [`components.${name}.approvers`, approvers ?? []] as const,
      [`components.${name}.admins`, admins ?? []] as const,
    ]),
    ...Object.entries(reminders).map(
      ([name, { escalateTo }]) => [`reminders.${name}.escalateTo`, escalateTo] as const,
    ),
  ];
  const first = new Map<PersonOrGroup, string>();
  for (const [where, ids] of lists) for (const id of ids) if (!first.has(id)) first.set(id, where);
  return first;
}

async function isNobody(slack: WebClient, user: string): Promise<boolean> {
  const found = await shown(() => slack.users.info({ user }), unknownPerson);
  return found === 'unknown' || found?.user?.deleted === true || found?.user?.is_bot === true;
}

async function isEmpty(slack: WebClient, usergroup: string): Promise<boolean> {
  const found = await shown(() => slack.usergroups.users.list({ usergroup }), unknownGroup);
  return found === 'unknown' || found?.users?.length === 0;
}

/** Slack's answer; `unknown` if it knows no such person or group; null if it refuses for another reason, such as a missing scope. */
async function shown<T>(look: () => Promise<T>, unknown: readonly string[]): Promise<T | 'unknown' | null> {
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof WebAPIPlatformError)) throw error;
    return unknown.includes(error.data.error) ? 'unknown' : null;
  }
}
