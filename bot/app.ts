import { App, LogLevel } from '@slack/bolt';
import type { RespondFn } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import type { Client } from '@temporalio/client';
import { showHome } from '../client/app-home.ts';
import type { Authorize, AuthorizeResult, Receiver } from '@slack/bolt';
import { offerAction, readOffer } from '../blocks/offer.ts';
import type { SettingsSource } from '../config/settings-source.ts';
import type { SlackAccess } from '../config/slack.ts';
import type { Readers } from '../texts/readers.ts';
import { offeredWords } from '../texts/typed-words.ts';
import { listenToButtons } from './buttons.ts';
import type { CatchUp } from './catch-up.ts';
import type { Listening } from './listening.ts';
import { decodedText } from './markup.ts';
import { listenToPageLinks } from './page-links.ts';
import { listenToPreferences } from './preferences.ts';
import { listenToRequestForm, openRequestForm } from './request-form.ts';
import { actingIn, changedIn, clickedBy, heardIn, interactingIn, isDirect, privatelyIn } from './said-in.ts';
import type { HeardMessage } from './said-in.ts';

/** What the listeners of the app depend on. */
export interface BotServices {
  readonly listening: Listening;
  /** See `ourPeople`. */
  readonly isOurs: (user: string) => Promise<boolean>;
  readonly catchUp: CatchUp;
  readonly client: Client;
  readonly slack: WebClient;
  readonly settingsNow: SettingsSource;
  readonly readers: Readers;
  /** Where people open the page; null if it is not configured. */
  readonly page: URL | null;
}

/** The Bolt app. Messages go to `Listening`, clicks and submitted forms to the releases. Only mistakes in forms are answered right here. */
export function createApp(
  { botToken, apiUrl }: SlackAccess,
  receiver: Receiver,
  { listening, isOurs, catchUp, client: temporal, slack, settingsNow, readers, page }: BotServices,
): App {
  const app = new App({
    authorize: authorizer(slack, botToken),
    receiver,
    logLevel: LogLevel.WARN,
    ...(apiUrl === undefined ? {} : { clientOptions: { slackApiUrl: apiUrl } }),
  });
  const hearMessage = async (heard: HeardMessage | null) => {
    if (heard !== null) await catchUp.hearLive(heard);
  };

  keepOthersOut(app, listening, isOurs);

  app.event('app_mention', async ({ event, context }) => {
    // In a direct message the same words also arrive as a message.
    if (!isDirect(event.channel)) await hearMessage(heardIn(event, event.channel, context.botUserId));
  });

  app.message(async ({ message, context }) => {
    if (message.subtype === 'message_changed') {
      const { message: now, previous_message: before, channel } = message;
      const textBefore = 'text' in before ? before.text : undefined;
      await hearMessage(changedIn(now, textBefore, channel, context.botUserId));
    } else if (isDirect(message.channel)) {
      // In a channel the same words also arrive as a mention.
      await hearMessage(heardIn(message, message.channel, context.botUserId));
    }
  });

  app.command('/dobro', async ({ command, ack }) => {
    const replyTo = privatelyIn(command.channel_id);
    if (command.text.trim() === '') {
      const opening = { triggerId: command.trigger_id, user: command.user_id, replyTo };
      await openRequestForm(slack, opening, await settingsNow(), readers);
    } else {
      const { text, user_id: actor, trigger_id: commandId, channel_id: channel } = command;
      const sender = { actor, via: 'slack', commandId, channel, saidAt: null, replyTo };
      await listening.hear({ text: decodedText(text), slash: true, ...sender });
    }
    await ack();
  });

  app.event('app_home_opened', async ({ event }) => {
    if (event.tab === 'home') await showHome(temporal, event.user, 'opened');
  });

  app.action({ type: 'block_actions', action_id: offerAction }, async ({ action, body, ack, respond }) => {
    const missed = action.type === 'button' ? readOffer(action.value) : null;
    const taken = missed !== null && (await listening.takeOffer(missed, clickedBy(body)));
    await ack();
    if (!taken) return;
    const { language } = await settingsNow();
    const { offerTaken } = await readers.textsIn(language).of(missed.actor);
    await settleOffer(respond, offerTaken(offeredWords(missed.text)));
  });

  listenToButtons(app, temporal, slack, settingsNow, readers);
  listenToPreferences(app, temporal);
  listenToRequestForm(app, temporal, slack, settingsNow, readers);
  if (page !== null) listenToPageLinks(app, temporal, page);
  return app;
}

/**
 * Turns away people of other workspaces: their buttons, forms and slash commands do nothing, and neither the App Home nor link previews are
 * shown to them. Messages pass: `Listening` checks their authors, live or caught up.
 */
function keepOthersOut(app: App, listening: Listening, isOurs: BotServices['isOurs']): void {
  app.use(async (args) => {
    if ('event' in args && ['message', 'app_mention'].includes(args.event.type)) return args.next();
    const user = actingIn(args.body);
    if (user === null || (await isOurs(user))) return args.next();
    const by = interactingIn(args.body);
    if (by !== null) await listening.turnAway(by);
    if ('ack' in args) await args.ack?.();
  });
}

/** Who the bot is. Replaces Bolt's own lookup at the start, which ends the process if Slack refuses the token, and remembers the refusal. */
function authorizer(slack: WebClient, botToken: string): Authorize<boolean> {
  let known: AuthorizeResult | null = null;
  return async () => {
    if (known === null) {
      const { bot_id: botId, user_id: botUserId } = await slack.auth.test();
      known = { botToken, botId, botUserId } as AuthorizeResult;
    }
    return known;
  };
}

/** Removes the button of a taken offer. A failure does no harm: Slack may refuse because the offer is too old. */
async function settleOffer(respond: RespondFn, text: string): Promise<void> {
  try {
    await respond({ replace_original: true, text });
  } catch (error) {
    console.warn('An offer that was taken still has its button:', error);
  }
}
