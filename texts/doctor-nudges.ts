/** Why nobody in a list is reached. */
export interface ReachesNobody {
  /** Users who are not active people of the workspace. */
  readonly gone: readonly string[];
  /** Users who have switched reminders off. */
  readonly unwilling: readonly string[];
  /** User groups without members, or that Slack does not show, with Slack's error code. */
  readonly groups: readonly string[];
}

/** Texts of `dobrobot doctor` about reminders and escalations. For operators, always in English. */
export const nudgeWords = {
  nudges: (unescalated: readonly string[]) =>
    unescalated.length === 0
      ? 'each reminder reaches somebody, and so does what follows it'
      : `each reminder reaches somebody. Nobody is called after it where that was in vain, as ${unescalated.join(' and ')} ${unescalated.length === 1 ? 'is' : 'are'} empty`,
  /** `by`: the list's path in the configuration. */
  nobody: (reminder: string, by: string, { gone, unwilling, groups }: ReachesNobody) => {
    const why = [
      ...(gone.length === 0 ? [] : [`${gone.join(', ')}: no living person of this workspace`]),
      ...(unwilling.length === 0 ? [] : [`${unwilling.join(', ')}: reminders switched off`]),
      ...(groups.length === 0 ? [] : [`${groups.join(', ')}: nobody is shown in it`]),
    ];
    return `${reminder} reaches nobody, since ${by} has nobody to reach (${why.join('; ')}). Name somebody there who is there and takes reminders`;
  },
  escalatesToNobody: (reminder: string) =>
    `${reminder}.escalateAfter is set, and ${reminder}.escalateTo names nobody: nobody is called. Name somebody there, or take escalateAfter away`,
  onCall: (people: readonly string[], by: string) => `${people.join(', ')}, by ${by}`,
  gap: (kind: string) =>
    `the schedule of ${kind} names nobody now, so every admin is called instead. Fill the gap there, if you want none`,
} as const;
