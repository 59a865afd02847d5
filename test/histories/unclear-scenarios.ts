/** Checks that cannot tell everything. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { CheckReport } from '../../domain/release/check-report.ts';
import { rules } from '../support/scripted-activities.ts';
import { critical, end, requester, untilAsked } from './steps.ts';
import type { Scenario } from './steps.ts';

const unclear = { outcome: 'cannotTell', why: { why: 'failed', reason: 'HTTP 500' }, message: null, warn: false } as const;

/** The tracker is away; later one sign cannot be told, and another one is missing. */
const inPart = (components: readonly string[] | null): CheckReport => {
  const scope = { ...critical, locks: [], adminNeeded: false };
  return components === null
    ? { outcome: 'unavailable', message: 'no tracker', scope: { ...scope, components: [], approvals: [] } }
    : {
        outcome: 'unavailable',
        message: 'no page',
        scope,
        items: [
          {
            item: { kind: 'ticket', key: 'T-1' },
            title: 'A title',
            url: null,
            evidence: { qa: null, releaseDocs: unclear },
          },
        ],
      };
};

/** Its requester says what it touches while the tracker is away. */
const namedMeanwhile = (): Scenario => ({
  script: { instead: { checkTicket: ({ options }) => Promise.resolve(inPart(options.components)) } },
  play: async (stage) => {
    const release = await stage.request('T-1');
    await untilAsked(release.handle, 'checkTicket');
    await sleep(1000);
    await release.signal('override', { reason: 'urgent' });
    await release.signal('request', { ...requester, components: ['billing'] });
    await sleep(2000);
    await release.signal('override', { reason: 'urgent' });
    await sleep(1000);
    return end(release, 'cancel');
  },
});

/** When it has its locks, one sign goes missing and another one cannot be told. */
function goneMeanwhile(): Scenario {
  const found = { title: 'A title', url: null, evidence: { qa: true, releaseDocs: true }, missingSigns: [] } as const;
  const item = { item: { kind: 'ticket', key: 'T-1' }, title: 'A title', url: null } as const;
  const reports: CheckReport[] = [
    { outcome: 'unavailable', message: 'no page', scope: critical, items: [{ ...item, evidence: { qa: null, releaseDocs: unclear } }] },
    { ...found, outcome: 'checked', scope: critical, rules },
  ];
  return {
    script: { scope: critical, report: () => (reports.length > 1 ? (reports.pop() ?? null) : (reports[0] ?? null)) },
    play: async (stage) => {
      const release = await stage.request('T-1');
      await release.until('awaiting_approval');
      await release.signal('accept');
      await sleep(3000);
      return end(release, 'cancel');
    },
  };
}

export const unclearScenarios: Readonly<Record<string, Scenario>> = {
  'named-while-down': namedMeanwhile(),
  /** As a version before 1.2 has it. */
  'not-named-while-down': namedMeanwhile(),
  'good-falls-in-part': goneMeanwhile(),
  /** As a version has it that compared locks alone. */
  'good-stands-in-part': goneMeanwhile(),
};
