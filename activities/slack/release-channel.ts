import { WebAPIPlatformError } from '@slack/web-api';
import type { WebClient } from '@slack/web-api';
import { channelTroubles } from '../../domain/trouble.ts';
import type { ChannelTrouble } from '../../domain/trouble.ts';
import { bareName, channelsOf, isChannelId } from './channels.ts';

/** The bot sees no channel of that name. */
class NoSuchChannelError extends Error {}

/** How long a failed lookup is cached, so that a hundred releases do not each repeat it. */
const notFoundKeptMs = 10_000;

/** Resolves the channels that are posted to, caching each ID until `forget`. */
export class ReleaseChannel {
  readonly #slack: WebClient;
  readonly #ids = new Map<string, Promise<string>>();
  /** The names that were looked up in vain a moment ago. */
  readonly #missing = new Set<string>();

  constructor(slack: WebClient) {
    this.#slack = slack;
  }

  /** The ID of a channel given by name or ID; an ID is returned as it is. Throws if the bot sees no such channel. */
  idOf(nameOrId: string): Promise<string> {
    const known = this.#ids.get(nameOrId);
    if (known !== undefined) return known;
    const asked = findChannel(this.#slack, nameOrId);
    this.#ids.set(nameOrId, asked);
    const drop = () => {
      this.#missing.delete(nameOrId);
      if (this.#ids.get(nameOrId) === asked) this.#ids.delete(nameOrId);
    };
    asked.catch((error: unknown) => {
      if (!(error instanceof NoSuchChannelError)) {
        drop();
        return;
      }
      this.#missing.add(nameOrId);
      setTimeout(drop, notFoundKeptMs).unref();
    });
    return asked;
  }

  /** For when a channel may be gone and another one may have its name. A failed lookup stays cached for its time. */
  forget(nameOrId: string): void {
    if (!this.#missing.has(nameOrId)) this.#ids.delete(nameOrId);
  }
}

/** Why a channel refused a post; null if the error is not about the channel. */
export function channelTroubleOf(error: unknown): ChannelTrouble | null {
  if (error instanceof NoSuchChannelError) return 'channel_not_found';
  if (!(error instanceof WebAPIPlatformError)) return null;
  return channelTroubles.find((trouble) => trouble === error.data.error) ?? null;
}

async function findChannel(slack: WebClient, nameOrId: string): Promise<string> {
  if (isChannelId(nameOrId)) return nameOrId;
  const wanted = bareName(nameOrId);
  for await (const { id, name } of channelsOf(slack)) if (name === wanted) return id;
  throw new NoSuchChannelError(
    `There is no channel "${wanted}" that the bot can see: invite it, or name another channel in the configuration.`,
  );
}
