/** What a release finds when it has its locks. */
import { setTimeout as sleep } from 'node:timers/promises';
import { rules } from '../support/scripted-activities.ts';
import { critical, end, requester, withTurn } from './steps.ts';
import type { Scenario } from './steps.ts';

const expireAfterMs = 4000;

/** While T-1 waits in line, for longer than it takes to expire, its ticket becomes another one. */
function changedInLine(): Scenario {
  const found = { outcome: 'checked', title: 'A title', url: null, missingSigns: [], scope: critical } as const;
  const links = ['https://qa.example.com/2', 'https://qa.example.com/1'];
  return {
    script: {
      rules: { ...rules, expireAfterMs },
      instead: {
        checkTicket: ({ subject: { id } }) =>
          Promise.resolve({
            ...found,
            evidence: { qa: id === 'T-1' ? (links.pop() ?? true) : true },
            rules: { ...rules, expireAfterMs },
          }),
      },
    },
    play: async (stage) => {
      const first = await withTurn(stage, 'T-2');
      const release = await stage.request('T-1');
      await release.until('awaiting_approval');
      await release.signal('accept');
      await release.until('queued');
      await sleep(expireAfterMs + 2000);
      await first.signal('cancel', requester);
      await release.handle.result();
      return release.handle;
    },
  };
}

export const turnScenarios: Readonly<Record<string, Scenario>> = {
  'checked-at-its-turn': {
    script: { scope: critical },
    play: async (stage) => end(await withTurn(stage), 'cancel'),
  },
  'good-falls-in-line': changedInLine(),
  /** As a version before 1.2 has it. */
  'expires-as-its-good-falls': changedInLine(),
};
