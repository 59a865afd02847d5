/** Tests that take minutes are shorter in the suite; `npm run test:chaos` runs them at full length. */
export const atLength = (full: number, short: number): number =>
  process.env['TEST_LENGTH'] === 'full' ? full : short;
