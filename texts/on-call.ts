/** For operators, always in English. */
export const onCallWords = {
  away: (kind: string, reason: string) =>
    `The schedule of ${kind} does not tell who is on call: ${reason}. In ten minutes the rotation counts, or all admins where there is none`,
  back: (kind: string) => `The schedule of ${kind} tells who is on call again`,
  nobodyInSlack: 'Slack knows nobody with the addresses of those who are on call',
} as const;
