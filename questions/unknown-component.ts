import type { QuestionAnswer } from '../domain/messages/question-answer.ts';
import type { Settings } from '../domain/settings.ts';

/** The answer if a component is not configured; null if it is. */
export function unknownComponentAnswer(component: string, { components }: Settings): QuestionAnswer | null {
  if (Object.hasOwn(components, component)) return null;
  return { type: 'unknownComponent', component, known: Object.keys(components) };
}
