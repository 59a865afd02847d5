import type { ChannelTrouble, Trouble } from '../domain/trouble.ts';

/** Texts about mistakes in the setup of the bot. */
export interface SetupTexts {
  /** To the user whose release or lock command could not be announced: what it was about, and why the channel did not take it. */
  readonly unannounced: (what: string, channel: string, reason: ChannelTrouble) => string;
  /** To the requester of a release that is announced in the release channel: why the channel of a component did not take it. */
  readonly elsewhere: (what: string, channel: string, reason: ChannelTrouble) => string;
  /** To the admins: what is wrong, and how to fix it. */
  readonly trouble: (trouble: Trouble) => string;
}
