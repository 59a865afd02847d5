import type { IssuerKind } from '../domain/trust.ts';

/**
 * For each kind: the issuer of its tokens, the claim that names the
 * repository, the claims that say from where within it, and further claims.
 */
export const identityTokens = {
  github: {
    issuer: 'https://token.actions.githubusercontent.com',
    repository: 'repository_id',
    binding: ['environment', 'ref', 'ref_protected'],
    others: [
      'actor',
      'actor_id',
      'event_name',
      'job_workflow_ref',
      'ref_type',
      'repository',
      'repository_owner',
      'repository_owner_id',
      'repository_visibility',
      'runner_environment',
      'workflow',
      'workflow_ref',
    ],
  },
  gitlab: {
    issuer: 'https://gitlab.com',
    repository: 'project_id',
    binding: ['environment', 'ref', 'ref_path', 'ref_protected', 'environment_protected'],
    others: [
      'ci_config_ref_uri',
      'deployment_tier',
      'namespace_id',
      'namespace_path',
      'pipeline_source',
      'project_path',
      'project_visibility',
      'ref_type',
      'runner_environment',
      'user_id',
      'user_login',
    ],
  },
} as const satisfies Record<IssuerKind, object>;
