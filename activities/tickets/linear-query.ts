/** Everything that is read of an issue, in one request. */
export const linearIssueQuery = `
query ($id: String!, $team: String!) {
  teams(filter: { key: { eq: $team } }) { nodes { id } }
  issue(id: $id) {
    title description url priorityLabel estimate
    state { name type }
    creator { name }
    assignee { name }
    project { name }
    labels(first: 50) { nodes { name } pageInfo { hasNextPage } }
    relations(first: 50) { nodes { type relatedIssue { ...other } } pageInfo { hasNextPage } }
    inverseRelations(first: 50) { nodes { type issue { ...other } } pageInfo { hasNextPage } }
    attachments(first: 50) { nodes { title url sourceType } pageInfo { hasNextPage } }
  }
}
fragment other on Issue { identifier url state { name type } }`;
