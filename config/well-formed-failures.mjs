import { DefaultFailureConverter } from '@temporalio/common';

/**
 * Failures whose texts are well-formed Unicode. An error may quote a text from outside, and Temporal's core ends a worker that sends it half
 * a surrogate pair. Loaded by its path: see `data-converter.ts`.
 */
class WellFormedFailures extends DefaultFailureConverter {
  /** @type {DefaultFailureConverter['errorToFailure']} */
  errorToFailure(...error) {
    return wellFormed(super.errorToFailure(...error));
  }
}

/**
 * @typedef {ReturnType<DefaultFailureConverter['errorToFailure']>} Failure
 * @param {Failure} failure
 * @returns {Failure}
 */
function wellFormed({ message, stackTrace, cause, ...others }) {
  return {
    ...others,
    message: message?.toWellFormed() ?? null,
    stackTrace: stackTrace?.toWellFormed() ?? null,
    ...(cause ? { cause: wellFormed(cause) } : {}),
  };
}

export const failureConverter = new WellFormedFailures();
