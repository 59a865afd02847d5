import type { ItemLanguage } from '../items.ts';
import type { Sign } from '../../domain/settings.ts';

export const signNames: Readonly<Record<Sign, string>> = {
  codeReview: 'code review',
  qa: 'QA',
  customerDemo: 'customer demo',
  releaseDocs: 'release documentation',
  rollbackDocs: 'rollback documentation',
};

/** Each thing that is released, with its evidence. */
export const itemWords: ItemLanguage = {
  signs: signNames,
  toJudge: (names) => `For the approver to judge: ${names.join(', ')}.`,
};

/** What is said where one is missing. */
export const missingSign: Readonly<Record<Sign, string>> = {
  codeReview: 'the code review is not done',
  qa: 'QA has not tested it',
  customerDemo: 'the customer has not seen it on the test stand',
  releaseDocs: 'there is no release documentation (a wiki link in the command counts)',
  rollbackDocs: 'the way back is not documented',
};
