import { log } from '@temporalio/activity';
import type { Client } from '@temporalio/client';
import type { KnownLocks } from '../client/known-locks.ts';
import type { Releases } from '../client/releases.ts';
import type { SettingsSource } from '../config/settings-source.ts';
import type { AlertActivities, HookActivities } from '../domain/messages/activities.ts';
import { releaseCommands } from '../domain/command/commands.ts';
import { isAmong } from '../domain/release/stage.ts';
import type { TokenStore } from '../log/tokens.ts';
import type { AnswerSources } from '../questions/sources.ts';
import type { Readers } from '../texts/readers.ts';
import { alertPosts } from './alert-posts.ts';
import { orderAsHook } from './order-as-hook.ts';
import type { Voice } from './speaker.ts';

interface HookSources {
  readonly settingsNow: SettingsSource;
  readonly client: Client;
  readonly releases: Releases;
  /** Null if there is no database. */
  readonly tokens: TokenStore | null;
  readonly locks: KnownLocks;
  readonly readers: Readers;
  readonly speaker: Voice;
  readonly releaseLog: AnswerSources['releaseLog'];
  readonly onLogAway: AnswerSources['onLogAway'];
}

/** A hook has no releases and no roles of its own. */
const nobodys = {
  ownOf: () => Promise.resolve({ waiting: [], releases: [] }),
  rolesOfAsker: () => Promise.resolve({ approver: false, admin: false }),
};

/** The activities for incoming hooks. */
export const hookActivities = ({
  settingsNow,
  client,
  releases,
  tokens,
  locks,
  readers,
  speaker,
  ...sources
}: HookSources): HookActivities & AlertActivities => ({
  tellOfAlerts: (told) =>
    speaker.say(
      async (configured) => {
        const settings = await locks.in(configured);
        const { everyone } = readers.textsIn(settings.language);
        return alertPosts(told, settings, everyone, { ...sources, ...nobodys, releases, settings });
      },
      told.tried ? told.since : null,
    ),

  async recheckRelease({ hook, ticket }) {
    const settings = await settingsNow();
    const by = settings.hooks[hook];
    const last = await releases.last(ticket);
    if (by === undefined || tokens === null || last === null) return;
    if (!isAmong(last.status.stage, releaseCommands.recheck.stages)) return;
    const order = { type: 'recheck', ticket: last.status.ticket } as const;
    const said = { prefix: 'changed' };
    const dispatched = await orderAsHook(order, hook, by, said, { client, settings, tokens });
    if ('answer' in dispatched && !dispatched.answer.done) {
      log.info('A changed ticket is not checked again', { ticket, hook, code: dispatched.answer.code });
    }
  },
});
