import { settingsOf } from '../../config/load-settings.ts';
import type { Settings } from '../../domain/settings.ts';

/** The settings of a company with these sources, and components as in the configuration. */
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
