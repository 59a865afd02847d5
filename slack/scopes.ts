/** The scopes that the app needs, as requested in `slack-manifest.yaml`. */
export const neededScopes: readonly string[] = [
  'app_mentions:read',
  'channels:history',
  'channels:read',
  'chat:write',
  'commands',
  'groups:history',
  'groups:read',
  'im:history',
  'im:read',
  'im:write',
  'usergroups:read',
  'users:read',
];

/** Also needed to show releases below links to the page. */
export const linkScopes: readonly string[] = ['links:read', 'links:write'];

/** Also needed if an external schedule names the people on call by email address. */
export const addressScopes: readonly string[] = ['users:read.email'];

/** Also needed for charts, if releases are watched. */
export const chartScopes: readonly string[] = ['files:write'];
