import { QueryNotRegisteredError, WorkflowNotFoundError } from '@temporalio/client';

/** Null if Temporal knows no such workflow or, for a signal or update, none that is open. Throws all other errors. */
export async function orNull<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return null;
    throw error;
  }
}

/** Null also if the worker's version does not know the query, or cannot replay the workflow. Throws all other errors. */
export async function answerOrNull<T>(query: Promise<T>): Promise<T | null> {
  try {
    return await orNull(query);
  } catch (error) {
    if (error instanceof QueryNotRegisteredError) return null;
    throw error;
  }
}
