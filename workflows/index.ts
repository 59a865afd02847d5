/** What the worker bundles: one export for each workflow type. */
export { asker } from './asker.ts';
export { delivery } from './delivery.ts';
export { digest } from './digest.ts';
export { home } from './home.ts';
export { lastWords } from './last-words.ts';
export { lock } from './lock.ts';
export { offers } from './offers.ts';
export { preview } from './preview.ts';
export { question } from './question.ts';
export { releaseCounter } from './release-counter.ts';
export { releaseAlias } from './release-alias.ts';
export { release } from './release.ts';
export { trouble } from './trouble.ts';
export { unfurl } from './unfurl.ts';
export { welcome } from './welcome.ts';
export { writeBack } from './write-back.ts';
