import type { App } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import type { Client } from '@temporalio/client';
import { showHomeAfter } from '../client/app-home.ts';
import { ask } from '../client/ask.ts';
import { Watches } from '../client/watches.ts';
import { commandButtons, readButton } from '../blocks/command-button.ts';
import { chooseComponents, readChoice } from '../blocks/choose-components.ts';
import { readReason, reasonForm, reasonView } from '../blocks/reason-form.ts';
import { notOursAction, readNotOursButton } from '../blocks/watch-message.ts';
import { questionButtons, readQuestion } from '../blocks/welcome.ts';
import type { SettingsSource } from '../config/settings-source.ts';
import { originOf } from '../domain/messages/origin.ts';
import { takesReason } from '../domain/release/steps.ts';
import type { Readers } from '../texts/readers.ts';
import { sendToRelease } from './respond.ts';
import { clickedBy, filledInBy } from './said-in.ts';
import { showForm } from './show-form.ts';

/**
 * Handles the buttons below cards, in direct messages and in the App
 * Home. They send the same commands as typed ones; the answer is private.
 */
export function listenToButtons(
  app: App,
  temporal: Client,
  slack: WebClient,
  settingsNow: SettingsSource,
  readers: Readers,
): void {
  app.action({ type: 'block_actions', action_id: commandButtons }, async ({ body, action, ack }) => {
    const clicked = action.type === 'button' ? readButton(action.action_id, action.value) : null;
    if (clicked !== null) {
      const { ticket, release, finding, step } = clicked;
      const sender = clickedBy(body);
      if (takesReason(step)) {
        const { language } = await settingsNow();
        const texts = await readers.textsIn(language).of(body.user.id);
        const view = reasonView({ step, ticket, release, replyTo: sender.replyTo }, texts);
        await showForm(() => slack.views.open({ trigger_id: body.trigger_id, view }));
      } else {
        await sendToRelease(
          { ticket, signal: step, sender, details: { release, finding, quietly: true } },
          temporal,
        );
        showHomeAfter(temporal, sender);
      }
    }
    await ack();
  });

  app.action({ type: 'block_actions', action_id: chooseComponents }, async ({ body, action, ack }) => {
    const choice = readChoice(action);
    if (choice !== null) {
      const { ticket, release, components } = choice;
      const sender = clickedBy(body);
      const details = { release, components, keeping: true, quietly: true };
      await sendToRelease({ ticket, signal: 'request', sender, details }, temporal);
      showHomeAfter(temporal, sender);
    }
    await ack();
  });

  app.action({ type: 'block_actions', action_id: notOursAction }, async ({ body, action, ack }) => {
    const target = action.type === 'button' ? readNotOursButton(action.value) : null;
    if (target !== null) {
      const sender = clickedBy(body);
      const said = { ...originOf(sender), actor: sender.actor, check: target.check };
      await new Watches(temporal).notOurs(target.release, said);
    }
    await ack();
  });

  app.action({ type: 'block_actions', action_id: questionButtons }, async ({ body, action, ack }) => {
    const question = readQuestion(action.action_id);
    if (question !== null) await ask(temporal, { question, ...clickedBy(body) });
    await ack();
  });

  app.view(reasonForm, async ({ body, view, ack }) => {
    const read = readReason(view.private_metadata, view.state.values);
    if (read !== null) {
      const { step, ticket, release, replyTo } = read.asked;
      const sender = filledInBy(body.user.id, view.id, replyTo);
      const reason = read.reason === null ? {} : { reason: read.reason };
      await sendToRelease(
        { ticket, signal: step, sender, details: { release, quietly: true, ...reason } },
        temporal,
      );
      showHomeAfter(temporal, sender);
    }
    await ack();
  });
}
