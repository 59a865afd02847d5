/** Names and types shared by the scale benchmark and its floor. */

export const floorTaskQueue = 'floor';
export const floorWorkflow = 'waiting';
export const beginSignal = 'begin';

/** What a workflow does in one workflow task. */
export interface Step {
  /** How many activities have completed before this step. */
  readonly after: number;
  readonly memos: number;
  readonly attributes: number;
  readonly timers: number;
  /** The sizes of each activity's input and result, in bytes. */
  readonly activities: readonly { readonly input: number; readonly result: number }[];
}

export interface ScaleFloorActivities {
  /** Takes a text and returns one of the given length. */
  answer(text: string, length: number): Promise<string>;
}
