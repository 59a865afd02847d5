/** A program that gives commands, such as a pipeline: it stands where a person would, and has none of the roles that are given to people. */
const service = /^service:[a-z0-9][a-z0-9-]*$/;

export const isService = (actor: string): boolean => service.test(actor);

/** Whether a text has the form of a Slack user ID, or of `service:NAME`. Histories may hold longer ones than are taken today. */
export const looksLikeActor = (text: string): boolean => /^[UW][A-Z0-9_]+$/.test(text) || isService(text);

/** Whether a text names somebody who can give commands. Temporal would refuse a longer one as a search attribute. */
export const isActor = (text: string): boolean => text.length <= 100 && looksLikeActor(text);

/** As texts show it. */
export const serviceName = (actor: string): string => actor.slice(actor.indexOf(':') + 1);
