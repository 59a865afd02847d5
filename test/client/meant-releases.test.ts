import { describe, expect, it } from 'vitest';
import { atTheirTurn } from '../../client/meant-releases.ts';
import type { ListedRelease } from '../../domain/messages/memo.ts';
import { openStages } from '../../domain/release/stage.ts';
import type { OpenStage } from '../../domain/release/stage.ts';

describe('where there is no lock', () => {
  const meant = (stages: readonly OpenStage[]) => {
    const open = stages.map((stage) => ({ ticket: stage, stage }) as unknown as ListedRelease);
    const releases = { locks: () => Promise.resolve([]), open: () => Promise.resolve(open) };
    return atTheirTurn(['site'], releases, { components: {} });
  };

  it('whatever may go to production or is there is meant', async () => {
    expect(await meant(openStages)).toEqual(['ready', 'deploying']);
  });

  it('what is only watched is meant where there is nothing else', async () => {
    expect(await meant(['queued', 'watching'])).toEqual(['watching']);
  });
});
