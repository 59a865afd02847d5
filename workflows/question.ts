import { proxyActivities, sleep } from '@temporalio/workflow';
import { incidentRow } from '../domain/log/incident.ts';
import type { Question } from '../domain/messages/question.ts';
import type { QuestionActivities } from '../domain/messages/activities.ts';
import type { AskedQuestion } from '../domain/messages/asked-question.ts';
import { recordEvents } from './record.ts';
import { untilDelivered } from './until-delivered.ts';

const { answerQuestion } = proxyActivities<QuestionActivities>(untilDelivered);

/** Answers one question. A workflow, so that its ID keeps two bots, or two deliveries, from answering twice. */
export async function question(asked: AskedQuestion): Promise<void> {
  if (asked.question.type === 'incident') await mark(asked, asked.question);
  else await answerQuestion(asked);
}

/** How long whoever marks an incident waits for the log, in ms. */
const recordedWithinMs = 3000;

/** The log gets the incident in any case, if later; whoever marked it, and everyone else, is told soon. */
async function mark(asked: AskedQuestion, marked: Extract<Question, { type: 'incident' }>): Promise<void> {
  const recording = recordEvents([incidentRow(marked.incident, asked)]);
  const recorded = await Promise.race([
    recording.then(() => true),
    sleep(recordedWithinMs).then(() => false),
  ]);
  await answerQuestion({ ...asked, question: { ...marked, recorded } });
  await recording;
}
