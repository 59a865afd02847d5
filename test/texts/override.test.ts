/** The text of an override names what is missing and, separately, what its approver has to judge. */
import { expect, it } from 'vitest';
import { nobody } from '../../domain/messages/origin.ts';
import type { ReleaseEvent } from '../../domain/release/events.ts';
import { textsIn } from '../../texts/index.ts';
import type { Surroundings } from '../../texts/index.ts';
import { aCard } from '../support/a-card.ts';

const around: Surroundings = {
  ...{ approvers: [], asked: [], approversOf: [], admins: [], adminsOf: { components: [], people: [] } },
  components: [],
  linkOf: () => null,
  locks: [],
  usual: {},
  timezone: 'UTC',
  now: 0,
};
const release = { ...aCard, ticket: 'REL-1', tickets: [], url: null };
const passed = { missingSigns: ['releaseDocs'], leftOut: ['db'], toJudge: ['codeReview', 'qa'] } as const;
const told = {
  en: /\n• .*release documentation.*\n• .*`db`.*\nFor the approver to judge: code review, QA\.$/,
  ru: /\n• .*документац.*\n• .*`db`.*\nСудить согласующему: .*, .*\.$/,
};

it.each(['en', 'ru'] as const)('in its answer and to everyone, in the language %s', (language) => {
  const { answer, announcement } = textsIn(language);
  expect(answer(release, { done: true, stage: 'ready', passed }, around)).toMatch(told[language]);
  const event: ReleaseEvent = {
    ...{ ...nobody, n: 9, at: 0, actor: 'U_OLEG' },
    type: 'overridden',
    facts: { reason: 'urgent', what: 'checks', ...passed },
  };
  expect(announcement(release, event, around)).toMatch(told[language]);
});
