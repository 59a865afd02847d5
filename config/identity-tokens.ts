import type { IssuerKind } from '../domain/trust.ts';

/** Of each kind: where its tokens come from, and their claims: the one that names the repository, those that say from where in it, and others. */
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
