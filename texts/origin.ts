import type { Origin } from '../domain/messages/origin.ts';
import type { Pipeline } from '../domain/messages/pipeline.ts';
import { code, link } from './mrkdwn.ts';

/** The words for where something came from. */
export interface OriginWords {
  readonly via: (door: string) => string;
  readonly token: (name: string) => string;
}

const shownOfCommit = 7;

/** A short label of a pipeline run, such as `acme/app #42 @ d6fde92`; empty if only its token is known. */
export const pipelineLabel = ({ repository, run, sha }: Pipeline): string =>
  [
    ...(repository === null ? [] : [repository]),
    ...(run === null ? [] : [`#${run}`]),
    ...(sha === null ? [] : [`@ ${sha.slice(0, shownOfCommit)}`]),
  ].join(' ');

/** Where something came from: the door, the pipeline, the token. Empty for Slack. */
export function originParts(
  { via, pipeline = null }: Partial<Pick<Origin, 'via' | 'pipeline'>>,
  words: OriginWords,
): readonly string[] {
  const label = pipeline === null ? '' : pipelineLabel(pipeline);
  return [
    ...(via == null || via === 'slack' ? [] : [words.via(code(via))]),
    ...(pipeline === null || label === '' ? [] : [link(pipeline.url, label)]),
    ...(pipeline?.token == null ? [] : [words.token(code(pipeline.token))]),
  ];
}
