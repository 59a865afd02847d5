import { uuid4 } from '@temporalio/workflow';

/** Names a release for ever. It is part of all that is said to its locks, and 60 random bits are enough for that. */
export const newKey = (): string => uuid4().replaceAll('-', '').slice(0, 16);
