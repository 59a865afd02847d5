/** The names and shapes by which the benchmark of many open releases speaks with the floor under them. */

export const floorTaskQueue = 'floor';
export const floorWorkflow = 'waiting';
export const beginSignal = 'begin';

/** What a workflow does in one workflow task. */
export interface Step {
  /** So many activities have ended before. */
  readonly after: number;
  readonly memos: number;
  readonly attributes: number;
  readonly timers: number;
  /** The bytes that go into each and come out of it. */
  readonly activities: readonly { readonly input: number; readonly result: number }[];
}

export interface ScaleFloorActivities {
  /** Takes a text, and returns one of that length. */
  answer(text: string, length: number): Promise<string>;
}
