import type { Client } from '@temporalio/client';
import { tellOfTrouble } from '../client/troubles.ts';
import { whyStaying } from '../domain/lock/staying.ts';
import type { Settings } from '../domain/settings.ts';
import { troubleKey } from '../domain/trouble.ts';

/** Tells the admins, once each, about locks that the configuration no longer asks for. */
export function stayingTold(
  client: Client,
): (components: readonly string[], settings: Settings) => Promise<void> {
  const told = new Set<string>();
  return async (components, settings) => {
    for (const component of components) {
      const staying = whyStaying(component, settings);
      if (staying === null) continue;
      const trouble = { type: 'lockStays', component, ...staying } as const;
      if (told.has(troubleKey(trouble))) continue;
      await tellOfTrouble(client, trouble);
      told.add(troubleKey(trouble));
    }
  };
}
