/** A program that gives commands, such as a pipeline: it stands where a person would, and has none of the roles that are given to people. */
const service = /^service:[a-z0-9][a-z0-9-]*$/;

export const isService = (actor: string): boolean => service.test(actor);

/** As texts show it. */
export const serviceName = (actor: string): string => actor.slice(actor.indexOf(':') + 1);
