import { settingsOf } from '../../config/load-settings.ts';
import type { Settings } from '../../domain/settings.ts';

/** The settings of a company that has these sources, and components as the configuration has them. */
export function someSettings(watch: object, components: object = { app: {} }): Settings {
  const settings = settingsOf(
    {
      slack: { releaseChannel: 'releases' },
      people: { approvers: ['U_NORA'], admins: ['U_SAM'] },
      tickets: { tracker: 'file', file: 't.yaml', linkTemplate: 'https://t.example.com/{key}' },
      ...{ components, watch, internalHosts: ['127.0.0.1'] },
    },
    '/',
  );
  if (settings === null) throw new Error('These are no settings');
  return settings;
}
