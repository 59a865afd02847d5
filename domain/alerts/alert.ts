/** What fires, as people read it. */
export interface AlertWords {
  readonly name: string;
  readonly summary: string | null;
  /** Where it comes from: http(s). */
  readonly url: string | null;
}

/** An alert of Alertmanager or Grafana. Instants are epoch ms. */
export interface Alert {
  /** Of its labels: the same for as long as it fires, and when it fires again. */
  readonly fingerprint: string;
  /** Alerts that their sender takes for one matter. */
  readonly group: string;
  readonly at: number;
  /** Null: it fires. */
  readonly endedAt: number | null;
  /** None: it may concern all. */
  readonly components: readonly string[];
  /** Null of what is one of too many to be told. */
  readonly words: AlertWords | null;
}
