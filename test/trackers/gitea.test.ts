/** A real Gitea. With `RECORD=true` its answers are recorded for the tests that run without one. */
import { writeFile } from 'node:fs/promises';
import { afterAll, expect, it } from 'vitest';
import { giteaCases } from '../activities/tickets/recorded/gitea-cases.ts';
import type { GiteaScene } from '../activities/tickets/recorded/gitea-cases.ts';
import { fillGitea } from './gitea-company.ts';
import { ticketWriter } from '../support/ticket-writer.ts';
import { startGitea } from './gitea.ts';
import type { Gitea } from './gitea.ts';
import { startRecorder } from './recorder.ts';
import type { Recorder } from './recorder.ts';

let recorder: Recorder;
let scene: GiteaScene & { readonly here: string };
let gitea: Gitea;
giteaCases(async () => {
  recorder = await startRecorder(() => scene);
  gitea = await startGitea(recorder.url);
  scene = { url: gitea.url, here: gitea.here, ...(await fillGitea(gitea)) };
  return scene;
});

it('is told what happened by a comment, once', async () => {
  const { here, tokens, ask } = gitea;
  const tracker = { tracker: 'gitea', url: here, tokenEnv: 'GITEA_TOKEN', writeBack: { comment: true } };
  const tell = await ticketWriter(tracker, { GITEA_TOKEN: tokens.bot });
  const key = scene.keys['alone'] ?? '';
  await tell(key, 'started', 'ask @rita');
  await tell(key, 'started', 'ask @rita');
  await tell(key, 'finished');
  const path = `/repos/acme/app/issues/${key.split('#')[1] ?? ''}/comments`;
  const comments = (await ask('rita', 'GET', path)) as { body: string }[];
  expect(comments.map(({ body }) => body.split(':')[0])).toEqual(['Release started', 'Released']);
  expect(comments[0]?.body).toMatch(/<!-- dobrobot \S+ -->$/);
});

afterAll(async () => {
  recorder.close();
  if (process.env['RECORD'] !== 'true') return;
  const answers = Object.entries(recorder.answers()).sort(([one], [other]) => (one < other ? -1 : 1));
  const lines = answers.map(([asked, said]) => `${JSON.stringify(asked)}: ${JSON.stringify(said)}`);
  const text = `{ "keys": ${JSON.stringify(scene.keys)},\n"answers": {\n${lines.join(',\n')}\n} }\n`;
  await writeFile(new URL('../activities/tickets/recorded/gitea.json', import.meta.url), text);
});
