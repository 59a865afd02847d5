import type { WebClient } from '@slack/web-api';
import { bareName, channelsOf, isChannelId } from './channels.ts';

/** Resolves the IDs of several channels with a single listing of those that the bot can see. */
export class ChannelIds {
  readonly #slack: WebClient;
  #listed: Promise<ReadonlyMap<string, string>> | null = null;

  constructor(slack: WebClient) {
    this.#slack = slack;
  }

  /** Resolves a name; an ID is returned as it is. Null if the bot sees no such channel. Throws Slack's errors. */
  async of(nameOrId: string): Promise<string | null> {
    if (isChannelId(nameOrId)) return nameOrId;
    this.#listed ??= listed(this.#slack);
    return (await this.#listed).get(bareName(nameOrId)) ?? null;
  }
}

async function listed(slack: WebClient): Promise<ReadonlyMap<string, string>> {
  const ids = new Map<string, string>();
  for await (const { id, name } of channelsOf(slack)) ids.set(name, id);
  return ids;
}
