import { isEnd } from '../domain/release/stage.ts';
import { wordEvent } from './event-words.ts';
import type { EventWords } from './event-words.ts';
import { stageMarks } from './stage-marks.ts';
import type { ReleaseFacts, TextContext } from './facts.ts';
import type { Texts } from './texts.ts';

const done = '✔️';

/** Tells the reader of a direct message that what it asked for is settled. */
export const settledIn =
  (words: EventWords, standing: (release: ReleaseFacts, around: TextContext) => string): Texts['settled'] =>
  (release, event, around) =>
    `${isEnd(release.stage) ? stageMarks[release.stage] : done} ${wordEvent(words, release, event, around) ?? standing(release, around)}`;
