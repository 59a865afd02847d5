/** What takes minutes to prove is shorter in the suite; `npm run test:chaos` has it at full length. */
export const atLength = (full: number, short: number): number =>
  process.env['TEST_LENGTH'] === 'full' ? full : short;
