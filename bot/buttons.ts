import type { App } from '@slack/bolt';
import { WebAPIPlatformError } from '@slack/web-api';
import type { WebClient } from '@slack/web-api';
import { commandButtons, readButton } from '../blocks/command-button.ts';
import { readReason, reasonForm, reasonView } from '../blocks/reason-form.ts';
import type { SettingsSource } from '../config/settings-source.ts';
import { takesReason } from '../domain/release/offers.ts';
import type { CommandPayload } from '../domain/release/payload.ts';
import { textsIn } from '../texts/index.ts';
import type { Releases } from './releases.ts';
import { sendCommand } from './respond.ts';
import type { Order } from './respond.ts';

/** Why a form is not shown: the click is too old, or another bot has shown it for the same click. */
const lateTrigger = ['invalid_trigger_id', 'expired_trigger_id', 'trigger_expired', 'exchanged_trigger_id'];

/** Clicks on the buttons below cards and direct messages: the same commands as people type, answered to nobody else. */
export function listenToButtons(app: App, releases: Releases, settingsNow: SettingsSource): void {
  async function send(order: Order, client: WebClient): Promise<void> {
    const text = await sendCommand(order, releases, settingsNow);
    if (text !== null) await answer(client, order.payload, text);
  }

  app.action({ type: 'block_actions', action_id: commandButtons }, async ({ body, action, ack, client }) => {
    const channel = body.channel?.id;
    const clicked = action.type === 'button' ? readButton(action.action_id, action.value) : null;
    if (clicked !== null && channel !== undefined) {
      const { ticket, release, offer } = clicked;
      const replyTo = channel.startsWith('D') ? channel : `${channel}:ephemeral`;
      if (takesReason(offer)) {
        const { language } = await settingsNow();
        const view = reasonView({ offer, ticket, release, replyTo }, textsIn(language));
        await show(() => client.views.open({ trigger_id: body.trigger_id, view }));
      } else {
        const by = { actor: body.user.id, commandId: body.trigger_id, replyTo, via: 'slack' };
        await send({ ticket, signal: offer, payload: { ...by, release } }, client);
      }
    }
    await ack();
  });

  app.view(reasonForm, async ({ body, view, ack, client }) => {
    const read = readReason(view.private_metadata, view.state.values);
    if (read !== null) {
      const { offer, ticket, release, replyTo } = read.asked;
      const by = { actor: body.user.id, commandId: view.id, replyTo, via: 'slack' };
      const reason = read.reason === null ? {} : { reason: read.reason };
      await send({ ticket, signal: offer, payload: { ...by, release, ...reason } }, client);
    }
    await ack();
  });
}

async function show(open: () => Promise<unknown>): Promise<void> {
  try {
    await open();
  } catch (error) {
    // It changed nothing; whoever still wants it clicks once more.
    if (!(error instanceof WebAPIPlatformError && lateTrigger.includes(error.data.error))) throw error;
  }
}

async function answer(
  client: WebClient,
  { actor, replyTo = actor }: CommandPayload,
  text: string,
): Promise<void> {
  const [channel = actor, where] = replyTo.split(':');
  if (where === 'ephemeral') await client.chat.postEphemeral({ channel, user: actor, text });
  else await client.chat.postMessage({ channel, text });
}
