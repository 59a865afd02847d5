import { proxyActivities } from '@temporalio/workflow';
import type { QuestionActivities } from '../domain/messages/activities.ts';
import type { Asker } from '../domain/messages/question-answer.ts';

const { lookUpAsker } = proxyActivities<QuestionActivities>({ scheduleToCloseTimeout: '8 seconds' });

/** Looks up what concerns a person, for a door that does not know group memberships. */
export const asker = (user: string): Promise<Asker> => lookUpAsker(user);
