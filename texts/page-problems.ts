/** Why the server of the web page cannot answer a request. Plain text. */
export interface PageProblems {
  readonly noLog: string;
  readonly logAway: string;
  readonly temporalAway: string;
  readonly noRelease: (key: string) => string;
  readonly notFound: (path: string) => string;
  readonly readOnly: string;
  /** The request came by a host name that is not the page's; `host` is that name. */
  readonly otherHost: (host: string) => string;
  /** A parameter of the address is missing or invalid. */
  readonly parameter: (name: string, expected: Expected) => string;
  readonly failed: string;
}

/** The expected form of a parameter; times are epoch ms. */
export type Expected =
  | { readonly code: 'instant' }
  /** The two ends of a period, in order, at most `days` apart. */
  | { readonly code: 'span'; readonly days: number }
  | { readonly code: 'component' }
  | { readonly code: 'people'; readonly most: number }
  | { readonly code: 'words'; readonly most: number };
