export type Fault =
  | { readonly type: 'limit'; readonly retryAfterSeconds: number }
  /** Answered as usual, so much later. */
  | { readonly type: 'late'; readonly byMs: number }
  /** 500, and nothing done. */
  | { readonly type: 'refused' }
  /** 500, though it was done. */
  | { readonly type: 'lostAnswer' }
  /** The connection breaks in the middle of the answer, though it was done. */
  | { readonly type: 'brokenOff' };

/** What a test orders to go wrong between the project and Slack, in this order. */
export interface SlackFaults {
  /** The next calls of a method of Slack's API, each with its fault. */
  order(method: string, ...faults: readonly Fault[]): void;
  /** Whether all that was ordered has happened. */
  allHappened(): boolean;
  /** Nothing answers any more, until `up`. Connections that are there have to be dropped besides. */
  down(): void;
  up(): void;
  isDown(): boolean;
  /** In all that Slack tells from now on, a message is older. Returns its new time stamp. */
  age(ts: string, byMs: number): string;
  /** The calls of a method: when each arrived, epoch ms. */
  calls(method: string): readonly number[];
  /** For the line: the fault of a call. */
  next(method: string): Fault | null;
  /** For the line: what Slack tells, with aged messages. */
  aged(answer: string): string;
}

export function slackFaults(): SlackFaults {
  const ordered = new Map<string, Fault[]>();
  const calls = new Map<string, number[]>();
  const ages = new Map<string, string>();
  let isDown = false;
  return {
    order: (method, ...faults) => {
      ordered.set(method, [...(ordered.get(method) ?? []), ...faults]);
    },
    allHappened: () => [...ordered.values()].every((faults) => faults.length === 0),
    down: () => {
      isDown = true;
    },
    up: () => {
      isDown = false;
    },
    isDown: () => isDown,
    age: (ts, byMs) => {
      const older = (Number(ts) - byMs / 1000).toFixed(6);
      ages.set(ts, older);
      return older;
    },
    calls: (method) => calls.get(method) ?? [],
    next: (method) => {
      calls.set(method, [...(calls.get(method) ?? []), Date.now()]);
      return ordered.get(method)?.shift() ?? null;
    },
    aged: (answer) =>
      [...ages].reduce((text, [ts, older]) => text.replaceAll(`"ts":"${ts}"`, `"ts":"${older}"`), answer),
  };
}
