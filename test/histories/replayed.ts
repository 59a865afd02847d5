import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { Worker } from '@temporalio/worker';
import type { ReplayWorkerOptions } from '@temporalio/worker';
import { History } from './play.ts';
import type { Recording } from './versions.ts';

export interface Replayable {
  readonly path: string;
  readonly workflowId: string;
  readonly history: ReturnType<typeof History.decode>;
}

export async function readRecording({ path }: Pick<Recording, 'path'>): Promise<Replayable> {
  /** `history` is Temporal's protobuf in base64, compressed by gzip in versions after 1.1.0. */
  const recorded = JSON.parse(await readFile(path, 'utf8')) as Record<'workflowId' | 'history', string>;
  const { workflowId, history } = recorded;
  const bytes = Buffer.from(history, 'base64');
  return { path, workflowId, history: History.decode(isGzip(bytes) ? gunzipSync(bytes) : bytes) };
}

const isGzip = ([first, second]: Buffer): boolean => first === 0x1f && second === 0x8b;

/** Replays them in one worker, since starting one takes longer than a replay. Returns each one's error by path, null if it replays. */
export async function replayed(
  options: ReplayWorkerOptions,
  recordings: readonly Replayable[],
): Promise<ReadonlyMap<string, string | null>> {
  const found = new Map<string, string | null>();
  for await (const { workflowId, error } of Worker.runReplayHistories(options, recordings)) {
    const recording = recordings[found.size];
    if (recording?.workflowId !== workflowId) throw new Error(`Another history was replayed: ${workflowId}`);
    found.set(recording.path, error?.message ?? null);
  }
  return found;
}
