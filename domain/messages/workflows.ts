/** The names and IDs of the workflows. */
export const taskQueue = 'dobrobot';

export const releaseWorkflow = 'release';
export const releaseAliasWorkflow = 'releaseAlias';
export const lockWorkflow = 'lock';
export const questionWorkflow = 'question';
export const offersWorkflow = 'offers';
export const previewWorkflow = 'preview';
export const homeWorkflow = 'home';
export const deliveryWorkflow = 'delivery';

const releasePrefix = 'release:';
const lockPrefix = 'lock:';

export const releaseIdOf = (ticket: string): string => `${releasePrefix}${ticket}`;
export const ticketOfRelease = (releaseId: string): string => releaseId.slice(releasePrefix.length);

export const lockIdOf = (component: string): string => `${lockPrefix}${component}`;
export const componentOfLock = (lockId: string): string => lockId.slice(lockPrefix.length);

/** A question is answered once, however often it is delivered: its workflow never starts twice. */
export const questionIdOf = (commandId: string): string => `question:${commandId}`;
export const previewIdOf = (ticket: string, id: string): string => `preview:${ticket}:${id}`;
export const homeIdOf = (user: string): string => `home:${user}`;
/** One at a time in a channel, so that no offer is made twice. */
export const offersIdOf = (channel: string): string => `offers:${channel}`;
