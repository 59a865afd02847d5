/**
 * Why Slack refuses a call now that it may take later, when Slack is well or somebody has mended the app's access or the
 * channel. Any other reason is taken to last: that call is not tried again.
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
