/** What an API token is for: the commands that it may give. */
export const scopes = ['read', 'request', 'deploy', 'operate', 'approve'] as const;
export type Scope = (typeof scopes)[number];
