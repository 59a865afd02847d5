import { DefaultFailureConverter } from '@temporalio/common';

/** Puts message and stack of a failure where the codec encrypts them. Loaded by its path: see `data-converter.ts`. */
export const failureConverter = new DefaultFailureConverter({ encodeCommonAttributes: true });
