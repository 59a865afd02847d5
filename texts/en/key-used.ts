/** The answer of releases and of locks. */
export const keyUsed =
  'Another command was given by this key, so nothing was changed. A new command needs a new key.';
