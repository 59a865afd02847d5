/** How to reach Slack. */
export interface SlackAccess {
  readonly botToken: string;
  /** Undefined is Slack itself. */
  readonly apiUrl: string | undefined;
}

/** Reads `SLACK_BOT_TOKEN` and `SLACK_API_URL`; throws an error that names what is missing. */
export function slackAccess(env: NodeJS.ProcessEnv): SlackAccess {
  const apiUrl = env['SLACK_API_URL'];
  return {
    botToken: required(env, 'SLACK_BOT_TOKEN', 'xoxb-…'),
    apiUrl: apiUrl === undefined || apiUrl === '' ? undefined : apiUrl.replace(/\/?$/, '/'),
  };
}

/** Reads `SLACK_APP_TOKEN`, the key to Socket Mode; throws an error if it is missing. */
export const slackAppToken = (env: NodeJS.ProcessEnv): string => required(env, 'SLACK_APP_TOKEN', 'xapp-…');

function required(env: NodeJS.ProcessEnv, name: string, form: string): string {
  const value = env[name];
  if (value === undefined || value === '') {
    throw new Error(
      `${name} (${form}) is not set. The README says how to get it; npm start brings a Slack of its own.`,
    );
  }
  return value;
}
