import type { App } from '@slack/bolt';
import type { Client } from '@temporalio/client';
import { preferenceActions, readPreference } from '../blocks/preferences.ts';
import { changePreference } from '../client/app-home.ts';
import { instantOfTs } from '../domain/messages/slack-time.ts';
import { clickedBy } from './said-in.ts';

/** Handles changes of notification preferences: in the App Home, which is then refreshed, or below a message, where they are answered. */
export function listenToPreferences(app: App, temporal: Client): void {
  app.action({ type: 'block_actions', action_id: preferenceActions }, async ({ body, action, ack }) => {
    // The time of the click: a redelivered click keeps its place in the order of changes.
    const change = readPreference(action, instantOfTs(action.action_ts));
    if (change !== null) {
      const { actor, commandId, replyTo } = clickedBy(body);
      const answer = replyTo === actor ? null : { commandId, replyTo };
      await changePreference(temporal, actor, { change, answer });
    }
    await ack();
  });
}
