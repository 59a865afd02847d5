/** Open releases, one in each stage, as a new version finds them. */
import type { CheckReport } from '../../domain/release/check-report.ts';
import type { OpenStage } from '../../domain/release/stage.ts';
import { rules } from '../support/scripted-activities.ts';
import { critical, onProduction, withTurn } from './steps.ts';
import type { Actor, Scenario, Stagehand } from './steps.ts';
import { held, watched } from './watch-scenarios.ts';

const found = { title: 'A title', url: 'https://t.example.com/T-1', evidence: {}, rules } as const;
const lacking: CheckReport = { ...found, outcome: 'checked', missingSigns: ['qa'], scope: critical };
const unavailable: CheckReport = { outcome: 'unavailable', message: 'no tracker', scope: critical };

const asked = (stage: Stagehand) => stage.request('T-1');

async function inLine(stage: Stagehand): Promise<Actor> {
  await withTurn(stage, 'T-2');
  const release = await stage.request('T-1');
  await release.until('awaiting_approval');
  await release.signal('accept');
  return release;
}

async function withAdmin(stage: Stagehand): Promise<Actor> {
  const release = await withTurn(stage);
  await release.signal('adminHere', { actor: 'U_ADAM' });
  return release;
}

const ways: Readonly<Record<OpenStage, readonly [(stage: Stagehand) => Promise<Actor>, CheckReport | null]>> = {
  checking: [asked, unavailable],
  needs_work: [asked, lacking],
  awaiting_approval: [asked, null],
  queued: [inLine, null],
  awaiting_admin: [withTurn, null],
  ready: [withAdmin, null],
  deploying: [onProduction, null],
  watching: [watched, { ...found, outcome: 'checked', missingSigns: [], scope: held }],
};

/** Each ends with a command that has no effect, so that the history contains all that follows from entering the stage. */
export const openScenarios: Readonly<Record<string, Scenario>> = Object.fromEntries(
  Object.entries(ways).map(([stage, [way, report]]) => [
    `open-${stage.replace('_', '-')}`,
    {
      script: { scope: critical, report: () => report },
      play: async (hand) => {
        const release = await way(hand);
        await release.until(stage as OpenStage);
        await release.signal('reject', { actor: 'U_NOBODY' });
        await release.until(stage as OpenStage);
        return release.handle;
      },
    } satisfies Scenario,
  ]),
);
