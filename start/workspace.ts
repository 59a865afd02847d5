import { namedPeople } from '../domain/people.ts';
import type { Settings } from '../domain/settings.ts';
import { isGroup, standInOf } from '../domain/user-group.ts';
import type { Workspace } from './embedded-slack.ts';

/** Those who ask for releases. The configuration names no developers: anyone may be one. */
const developers = ['U_DEV1', 'U_DEV2'];

/** Who is there. */
const usersOf = (settings: Settings): readonly string[] => [
  ...new Set([...developers, ...namedPeople(settings).filter((id) => !isGroup(id))]),
];

/** As whom one may act on the page: where there is no Slack, also for the user groups, of which nobody knows who is in them. */
export function actorsOf(settings: Settings, hasSlack: boolean): readonly string[] {
  const groups = hasSlack ? [] : namedPeople(settings).filter(isGroup);
  return [...usersOf(settings), ...groups.map(standInOf)];
}

/** A workspace with everyone and every channel that the configuration names; user groups have no place in it. */
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

/** The configuration has its name or its ID, and the workspace needs both. */
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
