import { namedPeople } from '../domain/people.ts';
import type { Settings } from '../domain/settings.ts';
import { isGroup, standInOf } from '../domain/user-group.ts';
import type { Workspace } from './embedded-slack.ts';

/** The requesters of releases. The configuration names no developers, because anyone may be one. */
const developers = ['U_DEV1', 'U_DEV2'];

const usersOf = (settings: Settings): readonly string[] => [
  ...new Set([...developers, ...namedPeople(settings).filter((id) => !isGroup(id))]),
];

/** The actors available on the page. Without Slack, also a stand-in for each user group, because its members are unknown. */
export function actorsOf(settings: Settings, hasSlack: boolean): readonly string[] {
  const groups = hasSlack ? [] : namedPeople(settings).filter(isGroup);
  return [...usersOf(settings), ...groups.map(standInOf)];
}

/** A workspace with every person and channel that the configuration names. The emulator has no user groups. */
export function workspaceOf(settings: Settings): Workspace {
  const { components, slack } = settings;
  return {
    users: usersOf(settings).map((id) => ({ id, name: userName(id) })),
    channels: [
      releaseChannel(slack.releaseChannel),
      { id: 'C0GENERAL', name: 'general' },
      ...Object.values(components).flatMap(({ channel }) => (channel ? [componentChannel(channel)] : [])),
    ].filter(({ name }, index, all) => all.findIndex((other) => other.name === name) === index),
  };
}

/** The configuration has the channel's name or ID; the workspace needs both. */
export function releaseChannel(nameOrId: string): { id: string; name: string } {
  return isChannelId(nameOrId) ? { id: nameOrId, name: 'releases' } : { id: 'C0RELEASES', name: nameOrId };
}

const componentChannel = (nameOrId: string): { id: string; name: string } =>
  isChannelId(nameOrId)
    ? { id: nameOrId, name: nameOrId.toLowerCase() }
    : { id: `C0${nameOrId.toUpperCase().replace(/[^A-Z0-9]/g, '_')}`, name: nameOrId };

const isChannelId = (nameOrId: string): boolean => /^[CG][A-Z0-9_]+$/.test(nameOrId);

function userName(id: string): string {
  return id.replace(/^[UW]_?/, '').toLowerCase();
}
