/**
 * Slack's errors that may pass: Slack recovers, or somebody fixes the app's access
 * or the channel. Any other error counts as permanent, and the call is not retried.
 */
export const mayPass: readonly string[] = [
  'ratelimited',
  'rate_limited',
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
  'team_added_to_org',
  'accesslimited',
  'not_authed',
  'invalid_auth',
  'account_inactive',
  'token_expired',
  'token_revoked',
  'org_login_required',
  'ekm_access_denied',
  'channel_not_found',
  'not_in_channel',
  'is_archived',
  'restricted_action',
];
