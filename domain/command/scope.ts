/** What a token of the API is for: which commands it may give. */
export const scopes = ['read', 'request', 'deploy', 'operate', 'approve'] as const;
export type Scope = (typeof scopes)[number];
