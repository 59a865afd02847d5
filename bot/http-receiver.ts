import { HTTPReceiver, LogLevel } from '@slack/bolt';

/**
 * Slack's HTTP requests at `/slack/events`: events, slash commands and buttons alike. As over Socket Mode, a request is answered only
 * after its listeners are done: an event that Temporal has not got Slack sends again, and of a click or a slash command it says that
 * it failed. Listens on all interfaces, for Slack comes from outside or through a proxy; what is not signed with the secret within the
 * last five minutes is refused.
 */
export const httpReceiver = (
  signingSecret: string,
  port: number,
  onError: (error: unknown) => void,
): HTTPReceiver =>
  new HTTPReceiver({
    signingSecret,
    port,
    processBeforeResponse: true,
    logLevel: LogLevel.WARN,
    processEventErrorHandler: ({ error, response }) => {
      onError(error);
      if (!response.headersSent) response.writeHead(500).end();
      return Promise.resolve(false);
    },
  });
