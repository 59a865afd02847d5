import { condition, setCurrentDetails, setHandler, upsertMemo } from '@temporalio/workflow';
import { introduce, leave, noConfigurations, readPlaces, readReport } from '../domain/configurations.ts';
import type { Configurations } from '../domain/configurations.ts';
import { configurationReadSignal, placesLeftSignal } from '../domain/messages/definitions.ts';
import type { ConfigurationMemo } from '../domain/messages/memo.ts';
import { continueWithMemo } from './go-on.ts';
import { logIgnored } from './log-ignored.ts';
import { mustContinueAsNew } from './long-life.ts';
import { configurationDetails } from './web-ui.ts';

/**
 * Keeps in its memo which configuration runs. A memo can be read without a worker, so a worker that starts without a configuration finds
 * it. Never ends.
 */
export async function configuration(before: Configurations = noConfigurations): Promise<void> {
  let known = before;
  setHandler(configurationReadSignal, (payload: unknown) => {
    const report = readReport(payload);
    if (report === null) logIgnored('A malformed signal was ignored', 'read', null);
    else known = introduce(known, report, Date.now());
  });
  setHandler(placesLeftSignal, (payload: unknown) => {
    const places = readPlaces(payload);
    if (places === null) logIgnored('A malformed signal was ignored', 'left', payload);
    else known = leave(known, places);
  });
  let shown: Configurations | null = null;
  const isNew = () => shown !== known;
  for (;;) {
    if (isNew()) {
      upsertMemo({ configurations: known } satisfies ConfigurationMemo);
      setCurrentDetails(configurationDetails(known));
      shown = known;
    }
    if (mustContinueAsNew(true)) return continueWithMemo<typeof configuration>([known]);
    await condition(() => isNew() || mustContinueAsNew(true));
  }
}
