/** The senders whose format a hook reads. */
export const hookKinds = [
  'standard',
  'github',
  'gitlab',
  'gitea',
  'jira',
  'alertmanager',
  'grafana',
] as const;
export type HookKind = (typeof hookKinds)[number];

/** Expressions over `body`, for senders that cannot send the documented format. */
export interface HookMapping {
  readonly event?: string | undefined;
  readonly ticket?: string | undefined;
  readonly component?: string | undefined;
  readonly environment?: string | undefined;
  readonly deployment?: string | undefined;
  readonly reason?: string | undefined;
}

/** A GitHub App that answers for us. A field that ends in `Env` names an environment variable of the worker. */
export interface GithubAppSettings {
  /** The URL of the server, without a trailing slash. */
  readonly url: string;
  readonly appId: string | null;
  /** For an ID that is not in the configuration itself. */
  readonly appIdEnv: string | null;
  readonly privateKeyEnv: string;
}

/** A hook, through which another program reports what it does. */
export interface HookSettings {
  readonly kind: HookKind;
  /** Environment variables with secrets. Each is accepted, so that a secret can be rotated. */
  readonly secretEnv: readonly string[];
  /** The actor of its commands: `service:NAME`. */
  readonly as: string;
  /** The components of the releases that it may advance or have checked: releases that touch nothing else. Null: all. */
  readonly components: readonly string[] | null;
  /** The components that are released to each environment of the sender. Other environments are not production. */
  readonly environments: Readonly<Record<string, readonly string[]>>;
  /** GitHub only: the app that answers waiting deployments; null: they are not answered. */
  readonly app: GithubAppSettings | null;
  /** Null: the payload is as documented. */
  readonly payload: HookMapping | null;
  /** The alert labels that name components, and what their values mean. */
  readonly labels: readonly string[];
  readonly names: Readonly<Record<string, string>>;
  /** Grafana only: the header with the signature, and the one with the signed time; null: no time is signed. */
  readonly signatureHeader: string;
  readonly timestampHeader: string | null;
}
