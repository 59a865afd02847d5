/** Texts of `dobrobot doctor` about how Slack reaches the bot. For operators, always in English. */
export const doorWords = {
  socket: 'Slack takes SLACK_APP_TOKEN: the bot can connect by Socket Mode',
  /** `reason`: Slack's error code. */
  socketRefused: (reason: string) =>
    `Slack refuses SLACK_APP_TOKEN (${reason}), so the bot hears nothing. It has to be a token for the app, xapp-…, with the scope connections:write; docs/slack.md says how to get one`,
  signing:
    'SLACK_SIGNING_SECRET has the form of one; whether it is that of this app shows when Slack sends something',
  noSigningSecret:
    'SLACK_SIGNING_SECRET is no signing secret, so the bot refuses what Slack sends: it has 32 digits, 0-9 and a-f, under Basic Information of the app',
  clientSecret:
    'SLACK_SIGNING_SECRET is the same as SLACK_CLIENT_SECRET, so the bot refuses what Slack sends: both stand under Basic Information of the app',
} as const;
