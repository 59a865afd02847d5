export type Fault = {
  /** Only in a call that goes there. */
  readonly channel?: string;
} & (
  | { readonly type: 'limit'; readonly retryAfterSeconds: number }
  /** Answered as usual, so much later. */
  | { readonly type: 'late'; readonly byMs: number }
  /** 500, and nothing done. */
  | { readonly type: 'refused' }
  /** 500, though it was done. */
  | { readonly type: 'lostAnswer' }
  /** The connection breaks in the middle of the answer, though it was done. */
  | { readonly type: 'brokenOff' }
);

/** What Slack refuses, for as long as nobody mends it. */
export interface Refusal {
  readonly method: string;
  /** Only in a call that goes there, or is about this person. */
  readonly channel?: string;
  /** Slack's word for it. */
  readonly error: string;
}

/** What a test orders to go wrong between the project and Slack, in this order. */
export interface SlackFaults {
  /** The next calls of a method of Slack's API, each with its fault. */
  order(method: string, ...faults: readonly Fault[]): void;
  /** From now on Slack refuses these calls, until what is returned is called. */
  refuse(...refusals: readonly Refusal[]): () => void;
  /** Whether all that was ordered has happened. */
  allHappened(): boolean;
  /** Nothing answers any more, until `up`. Connections that are there have to be dropped besides. */
  down(): void;
  up(): void;
  isDown(): boolean;
  /** In all that Slack tells from now on, a message is older. Returns its new time stamp. */
  age(ts: string, byMs: number): string;
  /** The calls of a method, or only those that go to a channel: when each arrived, epoch ms. */
  calls(method: string, channel?: string): readonly number[];
  /** For the line: the fault of a call. */
  next(method: string, channel: string): Fault | null;
  /** For the line: Slack's word for why it refuses a call; null if it does not. */
  refusalOf(method: string, about: readonly string[]): string | null;
  /** For the line: what Slack tells, with aged messages. */
  aged(answer: string): string;
}

export function slackFaults(): SlackFaults {
  const ordered = new Map<string, Fault[]>();
  const calls: { readonly method: string; readonly channel: string; readonly at: number }[] = [];
  let refusals: readonly Refusal[] = [];
  const ages = new Map<string, string>();
  let isDown = false;
  return {
    order: (method, ...faults) => {
      ordered.set(method, [...(ordered.get(method) ?? []), ...faults]);
    },
    refuse: (...more) => {
      refusals = [...refusals, ...more];
      return () => {
        refusals = refusals.filter((refusal) => !more.includes(refusal));
      };
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
    calls: (method, channel) =>
      calls
        .filter((call) => call.method === method && (channel === undefined || call.channel === channel))
        .map(({ at }) => at),
    next: (method, channel) => {
      calls.push({ method, channel, at: Date.now() });
      const [next, ...others] = ordered.get(method) ?? [];
      if (next === undefined || (next.channel ?? channel) !== channel) return null;
      ordered.set(method, others);
      return next;
    },
    refusalOf: (method, about) =>
      refusals.find(
        (refusal) =>
          refusal.method === method && (refusal.channel === undefined || about.includes(refusal.channel)),
      )?.error ?? null,
    aged: (answer) =>
      [...ages].reduce((text, [ts, older]) => text.replaceAll(`"ts":"${ts}"`, `"ts":"${older}"`), answer),
  };
}
