/** Who sends what to a hook. */
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

/** Expressions over `body`, for whoever cannot send what a hook takes. */
export interface HookMapping {
  readonly event?: string | undefined;
  readonly ticket?: string | undefined;
  readonly component?: string | undefined;
  readonly environment?: string | undefined;
  readonly deployment?: string | undefined;
  readonly reason?: string | undefined;
}

/** A GitHub App that answers for us. A name that ends in `Env` is that of an environment variable of the worker. */
export interface GithubAppSettings {
  /** Of the server, without a slash at its end. */
  readonly url: string;
  readonly appId: string | null;
  /** Where the ID is not in the configuration itself. */
  readonly appIdEnv: string | null;
  readonly privateKeyEnv: string;
}

/** Where others tell us of what they do. */
export interface HookSettings {
  readonly kind: HookKind;
  /** Environment variables with secrets, each of which is good: a new one comes before the old one goes. */
  readonly secretEnv: readonly string[];
  /** As whom it acts: `service:NAME`. */
  readonly as: string;
  /** The releases that it may bring on or have checked: those that touch nothing else. Null: all. */
  readonly components: readonly string[] | null;
  /** What is deployed to these environments of the sender is a release of their components; other environments are not production. */
  readonly environments: Readonly<Record<string, readonly string[]>>;
  /** Of GitHub: by which deployments that wait are answered; null: they are not. */
  readonly app: GithubAppSettings | null;
  /** Null: the payload is as documented. */
  readonly payload: HookMapping | null;
  /** The labels of an alert that name components, and what names there mean. */
  readonly labels: readonly string[];
  readonly names: Readonly<Record<string, string>>;
  /** Of Grafana: where its signature stands, and the time that is signed, too; null: none is. */
  readonly signatureHeader: string;
  readonly timestampHeader: string | null;
}
