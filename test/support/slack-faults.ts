export type Fault = {
  /** Only calls to this channel. */
  readonly channel?: string;
} & (
  | { readonly type: 'limit'; readonly retryAfterSeconds: number }
  /** Answered as usual, after this delay. */
  | { readonly type: 'late'; readonly byMs: number }
  /** 500, and not carried out. */
  | { readonly type: 'refused' }
  /** 500, though carried out. */
  | { readonly type: 'lostAnswer' }
  /** The connection breaks in the middle of the answer, though the call was carried out. */
  | { readonly type: 'brokenOff' }
);

/** What Slack refuses until somebody fixes it. */
export interface Refusal {
  readonly method: string;
  /** Only calls to this channel, or about this user. */
  readonly channel?: string;
  /** Slack's error code. */
  readonly error: string;
}

/** The failures between dobrobot and Slack that a test orders, in this order. */
export interface SlackFaults {
  /** Gives the next calls of a method of Slack's API one fault each. */
  order(method: string, ...faults: readonly Fault[]): void;
  /** Has Slack refuse these calls until the returned function is called. */
  refuse(...refusals: readonly Refusal[]): () => void;
  /** Whether all ordered faults have happened. */
  allHappened(): boolean;
  /** Nothing answers until `up`. Open connections have to be dropped separately. */
  down(): void;
  up(): void;
  isDown(): boolean;
  /** Makes a message older in everything that Slack returns from now on. Returns its new timestamp. */
  age(ts: string, byMs: number): string;
  /** When each call of a method, or only of those to a channel, arrived, epoch ms. */
  calls(method: string, channel?: string): readonly number[];
  /** For `SlackLine`: the fault of a call. */
  next(method: string, channel: string): Fault | null;
  /** For `SlackLine`: Slack's error code if it refuses a call; otherwise null. */
  refusalOf(method: string, about: readonly string[]): string | null;
  /** For `SlackLine`: Slack's answer, with aged messages. */
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
