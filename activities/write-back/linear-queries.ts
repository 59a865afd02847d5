export const linearCommentsQuery = `
query ($id: String!, $marker: String!) {
  issue(id: $id) { id comments(first: 1, filter: { body: { contains: $marker } }) { nodes { body } } }
}`;
export const linearStateQuery = `
query ($id: String!) {
  issue(id: $id) { id state { name } team { states(first: 100) { nodes { id name } } } }
}`;
export const linearCommentMutation = `
mutation ($issue: String!, $body: String!) {
  commentCreate(input: { issueId: $issue, body: $body }) { success }
}`;
export const linearStateMutation = `
mutation ($issue: String!, $state: String!) {
  issueUpdate(id: $issue, input: { stateId: $state }) { success }
}`;
