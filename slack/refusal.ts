import { WebAPIPlatformError } from '@slack/web-api';

/** Slack's words for a token that it takes no more, or that is none. */
const ofToken = [
  'invalid_auth',
  'not_authed',
  'account_inactive',
  'token_revoked',
  'token_expired',
  'not_allowed_token_type',
  'app_access_restricted',
  'team_access_not_granted',
];

/** What to do where Slack refuses the token in `variable`, in one line; null where the trouble is another. */
export function refusedToken(variable: string, error: unknown): string | null {
  // Bolt wraps what it meets.
  const met = error instanceof Error && 'original' in error ? error.original : error;
  const code = met instanceof WebAPIPlatformError ? met.data.error : '';
  return ofToken.includes(code)
    ? `Slack refuses ${variable} (${code}). docs/slack.md says how to get another; start the bot again with it. Until then it goes on asking.`
    : null;
}
