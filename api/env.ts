import type { Words } from '../answers/outcome.ts';
import type { KnownToken } from '../log/tokens.ts';

/** What a request carries along on the server. */
export interface ApiEnv {
  Variables: {
    /** In the caller's language. */
    words: Words;
    /** What the caller came with. */
    token: KnownToken;
  };
}
