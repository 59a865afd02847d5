import { createHash } from 'node:crypto';
import { noSettings } from '../domain/lock/lock-settings.ts';
import type { LockSettings } from '../domain/lock/lock-settings.ts';
import type { Settings } from '../domain/settings.ts';

/** What the coordinator of a component has to know of the settings. */
export function lockSettingsOf(settings: Settings, component: string): LockSettings {
  const { timezone } = settings.release.calendar;
  const windows = settings.freezes
    .filter(({ components }) => components.includes(component))
    .map(({ start, rule, forMs, reason }) => ({ start, timezone, rule, forMs, reason }));
  if (windows.length === 0) return noSettings;
  const hash = createHash('sha256').update(JSON.stringify(windows)).digest('hex');
  return { version: hash.slice(0, 16), windows };
}
