/** How commands and questions are answered while Temporal is unreachable. */
import { Client, Connection } from '@temporalio/client';
import { DefaultLogger } from '@temporalio/worker';
import { MockActivityEnvironment } from '@temporalio/testing';
import { expect, it } from 'vitest';
import { postAnswer } from '../../activities/post-answer.ts';
import type { Post } from '../../activities/slack/posts.ts';
import { Releases } from '../../client/releases.ts';
import { loadSettings } from '../../config/load-settings.ts';
import type { Question } from '../../domain/messages/question.ts';
import { textsIn } from '../../texts/index.ts';

const texts = { everyone: textsIn('en'), of: () => Promise.resolve(textsIn('en')) };
const silent = new DefaultLogger('ERROR', () => undefined);

/** What is said on this attempt if there is no connection. */
async function saidAt(attempt: number, question: Question): Promise<readonly string[]> {
  const connection = Connection.lazy({ address: '127.0.0.1:1' });
  const sources = {
    releases: new Releases(new Client({ connection })),
    releaseLog: null,
    settings: await loadSettings('dobrobot.yaml'),
    ownOf: () => Promise.resolve({ waiting: [], releases: [] }),
    rolesOfAsker: () => Promise.resolve({ approver: false, admin: false }),
    onLogAway: () => undefined,
  };
  const said = { actor: 'U_DAN', commandId: 'C1:1.1', saidAt: 1, channel: 'C1', replyTo: 'C1' } as const;
  await connection.close();
  const environment = new MockActivityEnvironment({ attempt }, { logger: silent });
  const answer = () => postAnswer({ ...said, question, via: 'slack' }, texts, sources, null);
  const posts = await environment.run<[], readonly Post[], typeof answer>(answer);
  return posts.map(({ message }) => message.text);
}

const unreached: Question = {
  type: 'unreached',
  unreached: { code: 'nothingOpen', facts: { ticket: 'PAY-1' } },
};

it('what became of a command is looked for again, for some minutes', async () => {
  await expect(saidAt(1, unreached)).rejects.toThrow();
  expect(await saidAt(10, unreached)).toEqual([expect.stringContaining('I cannot look at the releases')]);
});

it('a question is answered at once', async () => {
  expect(await saidAt(1, { type: 'status', ticket: 'PAY-1' })).toEqual([
    expect.stringContaining('I cannot look at the releases'),
  ]);
});
