/** The environment variable with the keys that encrypt what Temporal stores. */
export const encryptionVariable = 'DOBROBOT_ENCRYPTION_KEYS';

/** The error message for data that is encrypted with a missing key. */
export const keyMissingText = (id: string): string =>
  `This is encrypted with the key ${JSON.stringify(id)}, which ${encryptionVariable} does not have.`;

const lacking = /encrypted with the key ".*", which DOBROBOT_ENCRYPTION_KEYS does not have/;

/** Whether `reason` says that a key is missing. Once the key is there, a retry succeeds and nothing is lost. */
export const lacksKey = (reason: string | null): boolean => reason !== null && lacking.test(reason);
