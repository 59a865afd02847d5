/** Names the keys by which what Temporal stores is encrypted. */
export const encryptionVariable = 'DOBROBOT_ENCRYPTION_KEYS';

/** What is said of something that is encrypted with a key that is not there. */
export const keyMissingText = (id: string): string =>
  `This is encrypted with the key ${JSON.stringify(id)}, which ${encryptionVariable} does not have.`;

const lacking = /encrypted with the key ".*", which DOBROBOT_ENCRYPTION_KEYS does not have/;

/** Whether something cannot be done, as `reason` says, for want of a key. With the key it is done, and nothing is lost. */
export const lacksKey = (reason: string | null): boolean => reason !== null && lacking.test(reason);
