import type { RequestOptions, RequestSubject } from '../domain/command/command.ts';
import type { CommandPayload } from '../domain/messages/payload.ts';
import type { Sender } from '../domain/messages/origin.ts';
import { printable } from '../domain/printable.ts';

/** The parts of a payload that describe the sender. */
export const payloadOf = (sender: Sender): CommandPayload => {
  const { actor, via, commandId, channel, saidAt, replyTo, pipeline, runner } = sender;
  return {
    actor,
    ...(via === null ? {} : { via }),
    ...(commandId === null ? {} : { commandId }),
    ...(channel === null ? {} : { channel }),
    ...(saidAt === null ? {} : { saidAt }),
    ...(pipeline ? { pipeline } : {}),
    ...(replyTo === undefined ? {} : { replyTo }),
    ...(runner === undefined ? {} : { runner }),
  };
};

/** The parts of a request's payload that describe its subject. A single ticket is left out: it is the release's own key. */
export const subjectIn = ({ tickets, text }: RequestSubject): Partial<CommandPayload> => ({
  ...(tickets.length === 1 ? {} : { tickets }),
  ...(text === null ? {} : { text: printable(text) }),
});

export function optionsOf(options: RequestOptions): Partial<CommandPayload> {
  const { wikiLink, noNeedAdmin, hotfix, components } = options;
  return {
    noNeedAdmin,
    hotfix,
    ...(wikiLink === null ? {} : { wikiLink }),
    ...(components === null ? {} : { components }),
  };
}
