/** What the app needs to be allowed, as `slack-manifest.yaml` asks for it. */
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

/** What it needs besides, where links to the page are to show how their releases stand. */
export const linkScopes: readonly string[] = ['links:read', 'links:write'];

/** What it needs besides, where a schedule elsewhere names who is on call by their addresses. */
export const addressScopes: readonly string[] = ['users:read.email'];

/** What it needs besides, where releases are watched: charts of what turned bad. */
export const chartScopes: readonly string[] = ['files:write'];
