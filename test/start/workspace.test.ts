import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadSettings } from '../../config/load-settings.ts';
import { projectRoot } from '../../start/project.ts';
import { releaseChannel, workspaceOf } from '../../start/workspace.ts';

const settings = await loadSettings(join(projectRoot, 'dobrobot.yaml'));

const component = { critical: true, admin: true, dependsOn: [], approvals: 1 };
const onCall = { rotation: ['U_EVA'], daysEach: 7, from: '2026-01-05T10:00', timezone: 'UTC' };

it('has two developers and everyone whom the configuration names, but no user groups', () => {
  const { users } = workspaceOf({
    ...settings,
    people: { approvers: ['U_VERA', 'S_LEADS'], admins: ['W02ADAM', 'U_VERA'], onCall },
    components: { billing: { ...component, approvers: ['U_KIM', 'S_PAY'], admins: ['U_IDA'] } },
    release: {
      ...settings.release,
      reminders: {
        ...settings.release.reminders,
        admins: { ...settings.release.reminders.admins, escalateTo: ['U_BOSS', 'S_ALL'] },
      },
    },
  });
  expect(users).toEqual([
    { id: 'U_DEV1', name: 'dev1' },
    { id: 'U_DEV2', name: 'dev2' },
    { id: 'U_VERA', name: 'vera' },
    { id: 'W02ADAM', name: '02adam' },
    { id: 'U_EVA', name: 'eva' },
    { id: 'U_KIM', name: 'kim' },
    { id: 'U_IDA', name: 'ida' },
    { id: 'U_BOSS', name: 'boss' },
  ]);
});

it('has the release channel, by name or ID, and general once', () => {
  const channels = (name: string) =>
    workspaceOf({ ...settings, slack: { speakers: {}, team: [], releaseChannel: name } }).channels.map(
      (channel) => channel.name,
    );
  expect(channels('ship-it')).toEqual(['ship-it', 'general']);
  expect(channels('general')).toEqual(['general']);
  expect(releaseChannel('C0123ABCD')).toEqual({ id: 'C0123ABCD', name: 'releases' });
});
