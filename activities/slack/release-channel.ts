import { WebAPIPlatformError } from '@slack/web-api';
import type { WebClient } from '@slack/web-api';

/** The ID of the release channel, which is looked up once as long as nobody forgets it. */
export class ReleaseChannel {
  readonly #slack: WebClient;
  readonly #ids = new Map<string, string>();

  constructor(slack: WebClient) {
    this.#slack = slack;
  }

  /** Of the channel that the settings name by its name or its ID. An ID is taken as it is; throws if the bot sees no channel of that name. */
  async idOf(nameOrId: string): Promise<string> {
    const id = this.#ids.get(nameOrId) ?? (await findChannel(this.#slack, nameOrId));
    this.#ids.set(nameOrId, id);
    return id;
  }

  /** The channel may be gone, and another one have its name. */
  forget(): void {
    this.#ids.clear();
  }
}

export const isChannelGone = (error: unknown): boolean =>
  error instanceof WebAPIPlatformError && ['channel_not_found', 'is_archived'].includes(error.data.error);

async function findChannel(slack: WebClient, nameOrId: string): Promise<string> {
  if (/^[CG][A-Z0-9_]{2,}$/.test(nameOrId)) return nameOrId;
  const name = nameOrId.replace(/^#/, '');
  let cursor: string | undefined;
  do {
    const page = await slack.conversations.list({
      types: 'public_channel,private_channel',
      exclude_archived: true,
      limit: 1000,
      ...(cursor === undefined ? {} : { cursor }),
    });
    const id = page.channels?.find((channel) => channel.name === name)?.id;
    if (id !== undefined) return id;
    cursor = page.response_metadata?.next_cursor || undefined;
  } while (cursor !== undefined);
  throw new Error(
    `There is no channel "${name}" that the bot can see: invite it, or mend slack.releaseChannel.`,
  );
}
