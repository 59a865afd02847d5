import { proxyActivities } from '@temporalio/workflow';
import type { QuestionActivities } from './activities.ts';
import type { Asked } from './names.ts';
import { untilSaid } from './until-said.ts';

const { answerQuestion } = proxyActivities<QuestionActivities>(untilSaid);

/** One question and its answer. It is a workflow so that its ID keeps two bots, or two deliveries, from answering twice. */
export async function question(asked: Asked): Promise<void> {
  await answerQuestion(asked);
}
