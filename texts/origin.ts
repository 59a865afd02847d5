import type { Origin } from '../domain/messages/origin.ts';
import type { Pipeline } from '../domain/messages/pipeline.ts';
import { code, link } from './mrkdwn.ts';

/** How it is told by which way something came. */
export interface OriginWords {
  readonly via: (door: string) => string;
  readonly token: (name: string) => string;
}

const shownOfCommit = 7;

/** The run of a pipeline in a few words, such as `acme/app #42 @ d6fde92`; empty where nothing is known but its token. */
export const pipelineLabel = ({ repository, run, sha }: Pipeline): string =>
  [
    ...(repository === null ? [] : [repository]),
    ...(run === null ? [] : [`#${run}`]),
    ...(sha === null ? [] : [`@ ${sha.slice(0, shownOfCommit)}`]),
  ].join(' ');

/** By which way it came, from which pipeline, with which token. What was said in Slack needs no words. */
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
