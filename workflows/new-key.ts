import { uuid4 } from '@temporalio/workflow';

/** A key that identifies a release for ever. Short, since every message to its locks contains it; 60 random bits are enough. */
export const newKey = (): string => uuid4().replaceAll('-', '').slice(0, 16);
