import type { ChannelTrouble, Trouble } from '../domain/trouble.ts';

/** What is said when the bot was not set up well. */
export interface SetupTexts {
  /** To whoever wanted something to be announced: a release or a component, and why the channel took it not. */
  readonly unannounced: (what: string, channel: string, reason: ChannelTrouble) => string;
  /** To the admins: what is wrong, and how to mend it. */
  readonly trouble: (trouble: Trouble) => string;
}
