import { proxyActivities } from '@temporalio/workflow';
import type { QuestionActivities } from '../domain/messages/activities.ts';
import type { Asker } from '../domain/messages/question-answer.ts';

const { lookUpAsker } = proxyActivities<QuestionActivities>({ scheduleToCloseTimeout: '8 seconds' });

/** What concerns a person, for a door that does not know who is in which group. */
export const asker = (user: string): Promise<Asker> => lookUpAsker(user);
