/** Names the keys by which what Temporal stores is encrypted. */
export const encryptionVariable = 'DOBROBOT_ENCRYPTION_KEYS';

/** Whether something cannot be done, as `reason` says, for want of a key. With the key it is done, and nothing is lost. */
export const lacksKey = (reason: string | null): boolean => reason?.includes(encryptionVariable) === true;
