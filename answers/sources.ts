import { lookUpAsker } from '../client/asker.ts';
import { reasonOf } from '../domain/reason-of.ts';
import type { AnswerSources } from '../questions/sources.ts';
import type { Desk } from './desk.ts';

/** The sources for answers to a person's questions. */
export const sourcesOf = (
  { client, releases, releaseLog, settings }: Desk,
  actor: string,
): AnswerSources => ({
  ...{ releases, releaseLog, settings },
  ownOf: async (user) => (await lookUpAsker(client, user)).own,
  rolesOfAsker: () => lookUpAsker(client, actor),
  onLogAway: (error) => {
    console.error(`The release log does not answer: ${reasonOf(error)}`);
  },
});
