import { generalAdmins } from '../domain/people.ts';
import type { Settings } from '../domain/settings.ts';
import { reminderKinds } from '../domain/release/stage.ts';
import type { Workspace } from './embedded-slack.ts';

/** Those who ask for releases. The configuration names no developers: anyone may be one. */
const developers = ['U_DEV1', 'U_DEV2'];

/** A workspace with everyone and every channel that the configuration names. */
export function workspaceOf(settings: Settings): Workspace {
  const { people, components, release, slack } = settings;
  const named = [
    ...[...people.approvers, ...generalAdmins(settings)],
    ...Object.values(components).flatMap(({ approvers, admins }) => [
      ...(approvers ?? []),
      ...(admins ?? []),
    ]),
    ...reminderKinds.flatMap((kind) => release.reminders[kind].escalateTo),
  ];
  const ids = new Set([...developers, ...named.filter(isUser)]);
  return {
    users: [...ids].map((id) => ({ id, name: userName(id) })),
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

/** User groups have no place in the embedded Slack. */
function isUser(id: string): boolean {
  return /^[UW]/.test(id);
}

function userName(id: string): string {
  return id.replace(/^[UW]_?/, '').toLowerCase();
}
