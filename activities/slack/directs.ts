import { WebAPIPlatformError } from '@slack/web-api';
import type { WebClient } from '@slack/web-api';

/** Slack's errors for a conversation that no longer exists. Its person may have another one. */
const gone = ['channel_not_found', 'is_archived', 'not_in_channel'];

/** The bot's direct conversations, by user. They do not change, so each is cached until Slack says that it is gone. */
export class Directs {
  readonly #slack: WebClient;
  readonly #channels = new Map<string, string>();

  constructor(slack: WebClient) {
    this.#slack = slack;
  }

  /** The ID of the conversation, opened if it is not known. Throws Slack's errors. */
  async idOf(user: string): Promise<string> {
    const known = this.#channels.get(user);
    if (known !== undefined) return known;
    const { channel } = await this.#slack.conversations.open({ users: user });
    if (channel?.id === undefined) throw new Error(`Slack names no direct conversation with ${user}`);
    this.#channels.set(user, channel.id);
    return channel.id;
  }

  /**
   * Posts to a channel or a person. For a person no conversation has to be opened
   * first: Slack returns its ID with the post. `post` gets the ID to post to.
   */
  async post<T extends { readonly channel?: string }>(
    channelOrUser: string,
    post: (channel: string) => Promise<T>,
  ): Promise<T> {
    const known = this.#channels.get(channelOrUser);
    if (known !== undefined) {
      try {
        return await post(known);
      } catch (error) {
        if (!isGone(error)) throw error;
        this.#channels.delete(channelOrUser);
      }
    }
    const answer = await post(channelOrUser);
    if (isUser(channelOrUser) && answer.channel !== undefined)
      this.#channels.set(channelOrUser, answer.channel);
    return answer;
  }
}

export const isUser = (id: string): boolean => /^[UW]/.test(id);

const isGone = (error: unknown): boolean =>
  error instanceof WebAPIPlatformError && gone.includes(error.data.error);
