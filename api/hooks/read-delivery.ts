import type { HookEvent } from '../../domain/hooks/hook-event.ts';
import type { HookSettings } from '../../domain/hooks/hook-settings.ts';
import { readAlerts } from '../../domain/hooks/read-alerts.ts';
import { readGate } from '../../domain/hooks/read-gate.ts';
import { readGithub, readGitlab } from '../../domain/hooks/read-code.ts';
import { readJira } from '../../domain/hooks/read-jira.ts';
import { readStandard } from '../../domain/hooks/read-standard.ts';

/** Parses a delivery; null if it cannot be read. `components`: the names of all components. */
export function readDelivery(
  body: unknown,
  headers: Headers,
  hook: HookSettings,
  components: readonly string[],
): HookEvent | null {
  switch (hook.kind) {
    case 'standard':
      return readStandard(body, hook);
    case 'github': {
      const event = headers.get('x-github-event') ?? '';
      return event === 'deployment_protection_rule' ? readGate(body, hook) : readGithub(body, event, hook);
    }
    case 'gitea': {
      const event = headers.get('x-gitea-event') ?? headers.get('x-github-event') ?? '';
      return readGithub(body, event, hook);
    }
    case 'gitlab':
      return readGitlab(body, hook);
    case 'jira':
      return readJira(body);
    case 'alertmanager':
    case 'grafana':
      return readAlerts(body, hook, components, Date.now());
  }
}
