import { WebAPIPlatformError } from '@slack/web-api';

/** Slack's errors for a token that is invalid or no longer accepted. */
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

/** What to do if Slack refuses the token in `variable`, in one line; null for any other error. */
export function refusedToken(variable: string, error: unknown): string | null {
  // Bolt wraps errors.
  const met = error instanceof Error && 'original' in error ? error.original : error;
  const code = met instanceof WebAPIPlatformError ? met.data.error : '';
  return ofToken.includes(code)
    ? `Slack refuses ${variable} (${code}). docs/slack.md says how to get another; start the bot again with it. Until then it goes on asking.`
    : null;
}
