/**
 * Everything that is read of an issue or a pull request, in one request. Reads
 * the reviews, because `reviewDecision` is null without branch protection.
 */
export const issueQuery = `
query ($owner: String!, $name: String!, $number: Int!) {
  repository(owner: $owner, name: $name) {
    issueOrPullRequest(number: $number) {
      __typename
      ... on Issue {
        title body url issueState: state
        author { login }
        assignees(first: 1) { nodes { login } }
        labels(first: 100) { totalCount nodes { name } }
        milestone { title }
        closedByPullRequestsReferences(first: 40, includeClosedPrs: true) { totalCount nodes { ...change } }
      }
      ... on PullRequest {
        ...change
        body
        assignees(first: 1) { nodes { login } }
        labels(first: 100) { totalCount nodes { name } }
        milestone { title }
      }
    }
  }
}
fragment change on PullRequest {
  number title url state isDraft headRefOid mergedAt
  mergeCommit { oid }
  author { login }
  repository { nameWithOwner }
  reviews(last: 100) { pageInfo { hasPreviousPage } nodes { state submittedAt author { login } commit { oid } } }
  files(first: 100) { totalCount nodes { path } }
  reviewThreads(first: 100) { nodes { isResolved } }
  commits(last: 1) { nodes { commit { statusCheckRollup { state } } } }
}`;
