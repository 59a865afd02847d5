import { DefaultFailureConverter } from '@temporalio/common';

/** Moves the message and stack of a failure to where the codec encrypts them. Loaded by its path: see `data-converter.ts`. */
export const failureConverter = new DefaultFailureConverter({ encodeCommonAttributes: true });
