/** A program that gives commands, such as a pipeline. It is an actor like a person, but has none of the roles that people have. */
const service = /^service:[a-z0-9][a-z0-9-]*$/;

export const isService = (actor: string): boolean => service.test(actor);

/** Whether a text has the form of a Slack user ID or of `service:NAME`. Histories may contain longer ones than `isActor` accepts. */
export const looksLikeActor = (text: string): boolean => /^[UW][A-Z0-9_]+$/.test(text) || isService(text);

/** Whether a text can be the sender of a command. Temporal would refuse a longer one as a search attribute. */
export const isActor = (text: string): boolean => text.length <= 100 && looksLikeActor(text);

/** The name of a service, as texts show it. */
export const serviceName = (actor: string): string => actor.slice(actor.indexOf(':') + 1);
