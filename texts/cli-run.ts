/** Texts of `dobrobot run`, which go to stderr. Always in English. */

const says = (text: string): string => `dobrobot: ${text}`;

/** How anyone can end the release by hand. */
const endings = (ticket: string): string => `"dep finish ${ticket}" or "dep rollback ${ticket}" ends it`;

export const runWords = {
  run: 'Starts a release, runs COMMAND, and finishes the release if that goes well; else it rolls it back',
  ticket: 'the key of the release',
  command: 'what deploys it, after --; it gets DOBROBOT_TICKET and DOBROBOT_TOKENS',
  wait: 'waits for its turn, telling how it stands',
  rollbackOnBad: 'ends COMMAND and rolls the release back as soon as its charts turn bad',
  help: `
COMMAND has stdin, stdout and stderr for itself; what is said here goes to stderr. The exit code is that of COMMAND, 128 and
more if a signal ended it; of one that never ran 127 or 126. Before COMMAND runs, the exit codes are those of every other command.`,
  badDeadAfter: (text: string) =>
    says(`DOBROBOT_DEAD_AFTER is ${JSON.stringify(text)}; it takes 2s to 60s, and is 60s without.`),
  started: (ticket: string) => says(`${ticket} is on production.`),
  finished: (ticket: string) => says(`${ticket} is finished.`),
  rolledBack: (ticket: string, why: string) => says(`${ticket} is rolled back: ${why}.`),
  exited: (code: number) => `the pipeline ended with exit code ${code}`,
  ended: (signal: string) => `the pipeline was ended by ${signal}`,
  notRun: (command: string, reason: string) => `${command} could not be run (${reason})`,
  notStopped: (command: string, reason: string) =>
    says(`${command} cannot be asked to end (${reason}), so its end is waited for.`),
  neverRan: (signal: string) => `${signal} came before the pipeline began`,
  away: (reason: string) =>
    says(`No answer (${reason}). The command runs on; it is tried again and again to say that it lives.`),
  answers: says('There are answers again.'),
  back: (ticket: string) => says(`${ticket} was taken for deserted, and is ours again.`),
  notOurs: (ticket: string, why: string) =>
    [
      says(`ATTENTION: ${why}`),
      says(
        `The command runs on, but ${ticket} is not ours any more: its fencing tokens are good no more, and its end will not be reported.`,
      ),
    ].join('\n'),
  dead: (ticket: string, why: string) =>
    [
      says(`ATTENTION: ${why}`),
      says(`The command runs on, but the end of ${ticket} will not be reported.`),
    ].join('\n'),
  deadUnreported: (ticket: string, what: string) =>
    says(
      `NOT REPORTED: the workflow of ${ticket} was ended in Temporal. ${what}. Look how far it came; then "unlock COMPONENT REASON" frees its locks.`,
    ),
  notReported: (ticket: string, what: string) =>
    says(
      `NOT REPORTED: ${ticket} is not ours any more. ${what}. Whoever has it now has to look; ${endings(ticket)}.`,
    ),
  refused: (ticket: string, what: string, why: string) =>
    says(`NOT REPORTED: ${what}, but ${ticket} could not be told: ${why}`),
  unheard: (ticket: string, what: string, why: string) =>
    says(
      `NOT REPORTED: ${what}, and nobody answers (${why}). The lock of ${ticket} stays; as soon as there are answers, ${endings(ticket)}.`,
    ),
  wentWell: 'the pipeline went well',
  bad: (what: string) => `its charts turned bad (${what})`,
  notWatched: (ticket: string, why: string) =>
    says(
      `Nobody tells how ${ticket} is watched, so it is not rolled back by its charts${why === '' ? '' : `: ${why.split('\n')[0] ?? ''}`}`,
    ),
};
