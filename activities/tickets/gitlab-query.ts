/** An issue with its related merge requests, in one request. */
export const gitlabIssueQuery = `
query ($project: ID!, $number: String!) {
  project(fullPath: $project) {
    issue(iid: $number) {
      title description state webUrl type
      labels(first: 100) { nodes { title } pageInfo { hasNextPage } }
      author { username }
      assignees(first: 1) { nodes { username } }
      milestone { title }
      relatedMergeRequests(first: 100) {
        nodes {
          iid projectId title webUrl state draft diffHeadSha mergedAt mergeCommitSha squash
          author { username }
          reference(full: true)
          headPipeline { status }
        }
        pageInfo { hasNextPage }
      }
    }
  }
}`;
