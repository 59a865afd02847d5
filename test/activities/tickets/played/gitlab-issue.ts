const more = { hasNextPage: false };

/** An issue with a merge request, as GitLab's GraphQL API returns it. */
export const gitlabIssue = (title: string, text: string) => ({
  title,
  description: text,
  state: 'closed',
  webUrl: 'https://gitlab.example.com/acme/app/-/issues/12',
  type: 'ISSUE',
  labels: { nodes: [{ title: 'qa-passed' }], pageInfo: more },
  author: { username: 'rita' },
  assignees: { nodes: [] },
  milestone: null,
  relatedMergeRequests: {
    nodes: [
      {
        iid: '7',
        projectId: 1,
        title: 'Refunds',
        webUrl: 'https://gitlab.example.com/acme/app/-/merge_requests/7',
        state: 'merged',
        draft: false,
        diffHeadSha: 'c2',
        author: { username: 'rita' },
        reference: 'acme/app!7',
        headPipeline: { status: 'SUCCESS' },
      },
    ],
    pageInfo: more,
  },
});
