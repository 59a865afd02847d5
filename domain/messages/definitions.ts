export const statusQuery = 'status';
export const stateQuery = 'state';
/** The IDs of the commands that a release or a coordinator has seen, oldest first. */
export const seenQuery = 'seen';
/**
 * What the log does not have of a run, as far as the run knows: rows on their way, and those of a release that is not recorded. Of a closed run
 * one has to say up to which event it handled its history, or more may be told than ever came up.
 */
export const unrecordedQuery = 'unrecorded';
/** The whole state of a coordinator, for the caretaker. */
export const lockStateQuery = 'lockState';
