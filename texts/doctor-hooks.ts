interface NamedSecret {
  readonly hook: string;
  readonly variable: string;
}

/** Texts of `dobrobot doctor` about the secrets of hooks. For operators, always in English. */
export const hookWords = {
  hooks: 'each has a secret of its own',
  notHere:
    'their secrets are those of the web page, none of whose variables are here. Run doctor with its environment, too, such as: docker compose exec web node cli/dobrobot.mjs doctor',
  missing: (variable: string, hook: string) =>
    `${variable} is not set, or empty, so the hook ${hook} refuses whoever signs with it. Set it or ${variable}_FILE for the web page: openssl rand -base64 32 makes one`,
  unreadable: (reason: string, hook: string) => `${reason} So the hook ${hook} refuses whoever signs with it`,
  malformed: (variable: string, hook: string) =>
    `${variable} is no secret of Standard Webhooks, so the hook ${hook} refuses every delivery: it has to be whsec_ and Base64, as of openssl rand -base64 32`,
  shared: (one: NamedSecret, other: NamedSecret) =>
    one.variable === other.variable
      ? `${one.variable} is the secret of the hooks ${one.hook} and ${other.hook}: whoever may tell the one can speak as the other. Give each its own`
      : `${one.variable} of the hook ${one.hook} is the same as ${other.variable} of the hook ${other.hook}: whoever may tell the one can speak as the other. Give each its own`,
  sharedWith: ({ hook, variable }: NamedSecret, other: string) =>
    `${variable} of the hook ${hook} is the same as ${other}, which others know for something else: they can speak to the hook. Give it its own`,
} as const;
