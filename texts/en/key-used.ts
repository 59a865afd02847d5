/** Of a release and of a lock. */
export const keyUsed =
  'Another command was given by this key, so nothing was changed. A new command needs a new key.';
