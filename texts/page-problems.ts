/** Why the server of the web page does not answer what it was asked; plain text. */
export interface PageProblems {
  readonly noLog: string;
  readonly logAway: string;
  readonly temporalAway: string;
  readonly noRelease: (key: string) => string;
  readonly notFound: (path: string) => string;
  readonly readOnly: string;
  /** Somebody came by a name that is not that of the page; `host` is as they gave it. */
  readonly otherHost: (host: string) => string;
  /** A parameter of the address is missing or none. */
  readonly parameter: (name: string, expected: Expected) => string;
  readonly failed: string;
}

/** What a parameter of an address has to be; times are epoch ms. */
export type Expected =
  | { readonly code: 'instant' }
  /** Both ends of a time, the first one not after the second, so many days apart at most. */
  | { readonly code: 'span'; readonly days: number }
  | { readonly code: 'component' }
  | { readonly code: 'people'; readonly most: number }
  | { readonly code: 'words'; readonly most: number };
