import type { FreezeWindow } from './freeze-window.ts';

/** The part of the configuration that a coordinator knows. */
export interface LockSettings {
  /** Identifies these settings among all that the lock ever had. */
  readonly version: string;
  readonly windows: readonly FreezeWindow[];
}

export const noSettings: LockSettings = { version: '', windows: [] };
