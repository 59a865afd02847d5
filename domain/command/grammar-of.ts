import { linkTemplatesOf } from '../trackers.ts';
import type { Settings } from '../settings.ts';
import type { Grammar } from './reader.ts';

/** How texts are read under these settings. `ticket`: the one that the conversation is about, or null. */
export const grammarOf = (
  { tickets, components }: Pick<Settings, 'tickets' | 'components'>,
  { slash, ticket }: { readonly slash: boolean; readonly ticket: string | null },
): Grammar => ({
  linkTemplates: linkTemplatesOf(tickets),
  components: Object.keys(components),
  slash,
  ticket,
});
