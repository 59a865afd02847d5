/** What `/readyz` reports. For operators, always in English. */
export const healthWords = {
  ready: 'ready',
  starting: 'It is starting.',
  ending: 'It is ending: it finishes what it has in hand.',
  noTemporal: (address: string, namespace: string, reason: string) =>
    `Temporal does not answer at ${address}, namespace ${namespace}: ${reason}`,
  noDatabase: (reason: string) => `The database of the release log does not answer: ${reason}`,
  notPolling: (state: string) => `The worker does not ask Temporal for work: it is ${state.toLowerCase()}.`,
  notSeenPolling: 'The worker does not ask Temporal for work: Temporal has not heard of it for two minutes.',
  noConnection: 'Slack is not connected: no message reaches the bot.',
  noSlack: (reason: string) => `Slack does not answer: ${reason}`,
  late: 'no answer in time',
};
