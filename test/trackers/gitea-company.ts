import type { Gitea } from './gitea.ts';

/** The content of the new Gitea, under the names that the cases in `gitea-cases.ts` use. */
export interface GiteaCompany {
  /** The keys of tickets, by name. */
  readonly keys: Readonly<Record<string, string>>;
  /** Tokens of the bot. `gone` was revoked; `narrow` has no scope for repositories. */
  readonly tokens: Readonly<Record<'bot' | 'gone' | 'narrow', string>>;
}

const app = 'acme/app';

/** Fills a new Gitea with a company: `acme/app`, which the bot reads, and `acme/secret`, which it must not see. */
export async function fillGitea(gitea: Gitea): Promise<GiteaCompany> {
  const { ask, pull, push, review } = gitea;
  const rita = (method: Parameters<Gitea['ask']>[1], path: string, body?: object) =>
    ask('rita', method, path, body);
  const keys: Record<string, string> = {};
  const named = (name: string, number: number, repo = app) => {
    keys[name] = `${repo}#${number}`.toUpperCase();
    return number;
  };
  const repository = async (name: string, readers: Readonly<Record<string, string>>) => {
    await rita('POST', '/orgs/acme/repos', { name, private: true, auto_init: true, default_branch: 'main' });
    for (const [person, permission] of Object.entries(readers)) {
      await rita('PUT', `/repos/acme/${name}/collaborators/${person}`, { permission });
    }
  };
  const issue = async (name: string, body: object, repo = app) => {
    const made = (await rita('POST', `/repos/${repo}/issues`, { title: name, ...body })) as {
      number: number;
    };
    return named(name, made.number, repo);
  };
  const change = async (name: string, body = '', repo = app) =>
    named(name, await pull(repo, { title: name, body }), repo);
  const approved = async (name: string, body = '') => {
    const number = await change(name, body);
    await review('oleg', app, number, 'APPROVED');
    return number;
  };

  await rita('POST', '/orgs', { username: 'acme', visibility: 'private' });
  const team = { oleg: 'write', vera: 'write', bot: 'read' };
  await repository('app', team);
  await repository('lib', team);
  await repository('old', team);
  await repository('secret', { oleg: 'write' });

  // Tickets, and the changes that refer to them.
  const label = (await rita('POST', `/repos/${app}/labels`, { name: 'qa-passed', color: '#00aa00' })) as {
    id: number;
  };
  const milestone = (await rita('POST', `/repos/${app}/milestones`, { title: '2.0' })) as { id: number };
  const refunds = await issue('refunds', {
    body: 'Back to the buyer.\n\n- [x] Customer demo\n- [ ] Rollback\n\nSee https://wiki.example.com/Refunds',
    labels: [label.id],
    milestone: milestone.id,
    assignees: ['oleg'],
  });
  const merged = await approved('merged', `Closes #${refunds}`);
  await rita('POST', `/repos/${app}/pulls/${merged}/merge`, {
    Do: 'squash',
    delete_branch_after_merge: true,
  });
  const givenUp = await change('given up', `For #${refunds}`);
  await rita('PATCH', `/repos/${app}/pulls/${givenUp}`, { state: 'closed' });
  const elsewhere = await change('elsewhere', `For ${app}#${refunds}`, 'acme/lib');
  await review('vera', 'acme/lib', elsewhere, 'APPROVED');
  await rita('POST', `/repos/${app}/issues/${refunds}/comments`, { body: 'Tested.' });
  await issue('alone', { body: '' });
  const hush = await issue('hush', { body: '' });
  await pull('acme/secret', { title: 'Hush', body: `For ${app}#${hush}` });

  // Changes, by review.
  await approved('approved');
  await change('unseen');
  await push(app, await approved('pushed'), 'more-of-pushed');
  const again = await approved('seen again');
  await push(app, again, 'more-of-seen-again');
  await review('oleg', app, again, 'APPROVED');
  await review('oleg', app, await approved('taken back'), 'REQUEST_CHANGES');
  const mended = await change('mended');
  await review('oleg', app, mended, 'REQUEST_CHANGES');
  await review('oleg', app, mended, 'APPROVED');
  await review('vera', app, await change('commented'), 'COMMENT');
  await review('oleg', app, await approved('approved and commented'), 'COMMENT');
  const asked = await approved('asked again');
  await rita('POST', `/repos/${app}/pulls/${asked}/requested_reviewers`, { reviewers: ['oleg', 'vera'] });
  await review('bot', app, await change('by a reader'), 'APPROVED');
  const dismissed = await approved('dismissed');
  const [first] = (await rita('GET', `/repos/${app}/pulls/${dismissed}/reviews`)) as { id: number }[];
  await rita('POST', `/repos/${app}/pulls/${dismissed}/reviews/${first?.id ?? 0}/dismissals`, {
    message: 'Too old',
  });
  await approved('WIP: draft');

  // Changes, by pipeline.
  for (const state of ['success', 'failure', 'pending']) {
    const number = await approved(state);
    const { head } = (await rita('GET', `/repos/${app}/pulls/${number}`)) as { head: { sha: string } };
    await rita('POST', `/repos/${app}/statuses/${head.sha}`, { state, context: 'tests' });
  }

  // What no longer exists, has moved, or is hidden from the bot.
  const deleted = await issue('deleted', { body: '' });
  await rita('DELETE', `/repos/${app}/issues/${deleted}`);
  await issue('hidden', { body: '' }, 'acme/secret');
  await issue('moved', { body: '' }, 'acme/old');
  await rita('PATCH', '/repos/acme/old', { name: 'new' });

  // Pages.
  const text = (words: string) => Buffer.from(words).toString('base64');
  const plan = '# Plan\n\n## Release\nSwitch it on for everybody.\n\n## Rollback\nTODO\n';
  await rita('POST', `/repos/${app}/contents/docs/plan.md`, { content: text(plan), message: 'Plan' });
  await rita('POST', `/repos/${app}/contents/docs/next.md`, {
    ...{ content: text(plan), message: 'Next' },
    new_branch: 'release/2.0',
  });
  for (const title of ['Release plan', 'Plan: 2026-11-28', '100% больше']) {
    await rita('POST', `/repos/${app}/wiki/new`, { title, content_base64: text(plan) });
  }
  await rita('POST', `/repos/acme/secret/wiki/new`, { title: 'Plan', content_base64: text(plan) });

  const gone = await gitea.tokenOfBot('gone', ['all']);
  await gitea.revoke('gone');
  const tokens = { bot: gitea.tokens.bot, gone, narrow: await gitea.tokenOfBot('narrow', ['read:user']) };
  return { keys, tokens };
}
