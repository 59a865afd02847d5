/** A real Gitea. With `RECORD=true` what it answers goes to the tests that need none. */
import { writeFile } from 'node:fs/promises';
import { afterAll } from 'vitest';
import { giteaCases } from '../activities/tickets/recorded/gitea-cases.ts';
import type { GiteaScene } from '../activities/tickets/recorded/gitea-cases.ts';
import { fillGitea } from './gitea-company.ts';
import { startGitea } from './gitea.ts';
import { startRecorder } from './recorder.ts';
import type { Recorder } from './recorder.ts';

let recorder: Recorder;
let scene: GiteaScene & { readonly here: string };
giteaCases(async () => {
  recorder = await startRecorder(() => scene);
  const gitea = await startGitea(recorder.url);
  scene = { url: gitea.url, here: gitea.here, ...(await fillGitea(gitea)) };
  return scene;
});
afterAll(async () => {
  recorder.close();
  if (process.env['RECORD'] !== 'true') return;
  const answers = Object.entries(recorder.answers()).sort(([one], [other]) => (one < other ? -1 : 1));
  const lines = answers.map(([asked, said]) => `${JSON.stringify(asked)}: ${JSON.stringify(said)}`);
  const text = `{ "keys": ${JSON.stringify(scene.keys)},\n"answers": {\n${lines.join(',\n')}\n} }\n`;
  await writeFile(new URL('../activities/tickets/recorded/gitea.json', import.meta.url), text);
});
