/** The query sent to GitHub is valid in its published schema. */
import { validate } from '@octokit/graphql-schema';
import { expect, it } from 'vitest';
import { issueQuery } from '../../../activities/tickets/github-query.ts';

it('the query is right by the schema', () => {
  expect(validate(issueQuery).map(({ message }) => message)).toEqual([]);
  expect(validate(issueQuery.replace('isDraft', 'draft'))).not.toEqual([]);
});
