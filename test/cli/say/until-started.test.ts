import { expect, it } from 'vitest';
import { untilStarted } from '../../../cli/say/until-started.ts';
import type { ApiAnswer, Way } from '../../../cli/say/way.ts';
import { onProduction } from '../../../domain/release/stage.ts';

const answer = (status: number, body: ApiAnswer['body']): ApiAnswer => ({ status, body, text: '' });

/** A way to a release that is already in `stage`. Counts how often the release is asked. */
function wayTo(stage: string, workflow = 'open'): Pick<Way, 'say' | 'wait'> & { asked: number } {
  const standing = answer(200, { stage, workflow, waitingFor: null, frozen: null, locks: [] });
  return {
    asked: 0,
    say() {
      this.asked += 1;
      return Promise.resolve(standing);
    },
    wait: () => Promise.resolve(standing),
  };
}

it.each(onProduction)('what stands in %s has started: nothing is waited for', async (stage) => {
  const way = wayTo(stage);
  const refused = answer(409, { code: 'wrongStage', facts: { stage } });
  const start = () => Promise.resolve(refused);
  expect(await untilStarted(way as unknown as Way, 'PAY-1', 2000, start)).toEqual({
    answer: refused,
    inVain: false,
  });
  expect(way.asked).toBe(1);
});

it.each(['queued', 'ready'])('what Temporal ended in %s never gets its turn', async (stage) => {
  const way = wayTo(stage, 'brokenOff');
  const start = () => Promise.reject(new Error('nothing may be started'));
  expect(await untilStarted(way as unknown as Way, 'PAY-1', 60_000, start)).toMatchObject({
    answer: { status: 409 },
    inVain: false,
  });
  expect(way.asked).toBe(1);
});
