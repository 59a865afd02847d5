import type { FreezeWindow } from './freeze-window.ts';

/** What a coordinator knows of the configuration. */
export interface LockSettings {
  /** Tells them from all others that the lock ever had. */
  readonly version: string;
  readonly windows: readonly FreezeWindow[];
}

export const noSettings: LockSettings = { version: '', windows: [] };
