/**
 * Slack's documented rate limits, written down again instead of imported from the code that keeps them:
 * https://docs.slack.dev/apis/web-api/rate-limits and the page of each method.
 */
const perMinute: Readonly<Record<string, number>> = {
  'chat.getPermalink': 600,
  'chat.postEphemeral': 100,
  'chat.postMessage': 600,
  'chat.unfurl': 50,
  'chat.update': 50,
  'conversations.history': 50,
  'conversations.info': 50,
  'conversations.list': 20,
  'conversations.open': 50,
  'conversations.replies': 50,
  'usergroups.users.list': 20,
  'users.conversations': 50,
  'users.info': 100,
  'views.open': 100,
  'views.publish': 100,
  'views.update': 100,
};
/** Hundreds a minute, or limited in another way. */
const unlimited = ['auth.test', 'apps.connections.open'];

/** Messages in one channel: one per second, and this many at once. */
const messages = { burst: 5, everyMs: 1000 };

/** Calls made at the same moment arrive one after the other. */
const onTheirWayMs = 300;

/** A call as Slack saw it. */
export interface LimitedCall {
  readonly method: string;
  readonly channel: string;
}

export interface SlackTiers {
  /** Null if a call is accepted; otherwise how many seconds the caller has to wait. */
  take(method: string, channel: string): { readonly retryAfterSeconds: number } | null;
  /** The calls that were answered with 429. */
  limited(): readonly LimitedCall[];
  /** The calls that came before the time named by a 429, although the caller had known of it for a while. */
  impatient(): readonly LimitedCall[];
}

/** Enforces the tier of every method that is used; throws for unknown methods. `speed`: how many of Slack's minutes pass in one. */
export function slackTiers(speed: number): SlackTiers {
  const taken = new Map<string, number[]>();
  const spentUntil = new Map<string, number>();
  const closedAt = new Map<string, { readonly from: number; readonly until: number }>();
  const limited: LimitedCall[] = [];
  const impatient: LimitedCall[] = [];

  /** When there is room again, epoch ms. */
  function roomAt(method: string, channel: string, now: number): number {
    const most = perMinute[method];
    if (most === undefined) throw new Error(`Nobody has written down the tier of ${method}`);
    const minuteMs = 60_000 / speed;
    const latest = (taken.get(method) ?? []).filter((at) => at > now - minuteMs);
    taken.set(method, latest);
    const methodRoom = latest.length < most ? now : (latest[0] ?? now) + minuteMs;
    if (method !== 'chat.postMessage') return methodRoom;
    const { burst, everyMs } = messages;
    const spent = spentUntil.get(channel) ?? 0;
    return Math.max(methodRoom, spent - ((burst - 1) * everyMs) / speed);
  }

  return {
    take: (method, channel) => {
      if (unlimited.includes(method)) return null;
      const now = Date.now();
      const key = method === 'chat.postMessage' ? `${method}:${channel}` : method;
      const closed = closedAt.get(key);
      if (closed !== undefined && closed.from + onTheirWayMs < now && closed.until > now) {
        impatient.push({ method, channel });
      }
      const room = roomAt(method, channel, now);
      if (room <= now) {
        taken.get(method)?.push(now);
        const spent = Math.max(spentUntil.get(channel) ?? 0, now);
        if (method === 'chat.postMessage') spentUntil.set(channel, spent + messages.everyMs / speed);
        return null;
      }
      const retryAfterSeconds = Math.ceil((room - now) / 1000);
      closedAt.set(key, { from: now, until: now + retryAfterSeconds * 1000 });
      limited.push({ method, channel });
      return { retryAfterSeconds };
    },
    limited: () => limited,
    impatient: () => impatient,
  };
}
