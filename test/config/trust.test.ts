import { expect, it } from 'vitest';
import { loadText } from './load-text.ts';

/** Four lines; `trust` starts at line 5, its first entry at line 6. */
const required = `slack: { releaseChannel: releases }
people: { approvers: [U_VERA], admins: [U_ADAM] }
tickets: { tracker: file, file: t.yaml, linkTemplate: 'https://t.example.com/{key}' }
components: { db: {}, billing: {} }
`;
const load = (trust: string) => loadText(`${required}${trust}\n`);

/** Each key is on a line of its own, from line 7 on. */
const github = (more: Readonly<Record<string, string>> = {}) => {
  const keys = {
    kind: 'github',
    audience: 'https://dobrobot.example.com',
    claims: '{ repository_id: 74, ref: refs/heads/main }',
    scopes: '[deploy]',
    ...more,
  };
  const lines = Object.entries(keys).map(([key, value]) => `    ${key}: ${value}`);
  return ['trust:', '  ci:', ...lines].join('\n');
};

it('pipelines are trusted by name, each with what its kind has', async () => {
  const { trust } = await load(`${github({ components: '[billing]' })}
  gl-deploy:
    kind: gitlab
    issuer: https://git.acme.com/sub/
    audience: dobrobot-acme
    claims: { project_id: [20, "21"], environment: production, ref_protected: true, pipeline_source: [push, web] }
    scopes: [read, deploy, operate]`);
  expect(trust).toEqual([
    {
      ...{ name: 'ci', kind: 'github', issuer: 'https://token.actions.githubusercontent.com' },
      audience: 'https://dobrobot.example.com',
      claims: { repository_id: ['74'], ref: ['refs/heads/main'] },
      ...{ scopes: ['deploy'], components: ['billing'] },
    },
    {
      ...{
        name: 'gl-deploy',
        kind: 'gitlab',
        issuer: 'https://git.acme.com/sub/',
        audience: 'dobrobot-acme',
      },
      claims: {
        ...{ project_id: ['20', '21'], environment: ['production'], ref_protected: ['true'] },
        pipeline_source: ['push', 'web'],
      },
      ...{ scopes: ['read', 'deploy', 'operate'], components: null },
    },
  ]);
  expect((await load('trust: {}')).trust).toEqual([]);
  expect((await load('')).trust).toEqual([]);
});

it.each([
  ['trust: [ci]', /:5: trust: must be a mapping of pipelines/],
  [github().replace('  ci:', '  CI:'), /:6: trust\.CI: a name is made of a-z/],
  ['trust:\n  ci: { kind: circle }', /:6: trust\.ci\.kind: must be one of github, gitlab, not "circle"/],
  [
    github({ scopes: '[deploy, approve]' }),
    /:10: trust\.ci\.scopes\[1\]: cannot be given: .* a user alone does/,
  ],
  [
    github({ scopes: '[write]' }),
    /:10: trust\.ci\.scopes\[0\]: must be one of read, request, deploy, operate, not/,
  ],
  [github({ scopes: '[]' }), /:10: trust\.ci\.scopes: must name at least one/],
  [
    github({ claims: '{ ref: refs/heads/main }' }),
    /:9: trust\.ci\.claims: must name repository_id: the name/,
  ],
  [github({ claims: '{ repository_id: 74 }' }), /:9: trust\.ci\.claims: must name one of environment, ref/],
  [
    github({ claims: '{ repository_id: 74, ref: main }' }),
    /:9: trust\.ci\.claims\.ref\[0\]: must be a whole ref, such as refs\/heads\/main/,
  ],
  [
    github({ claims: '{ repository_id: 74, environment: p, sub: "repo:acme/app" }' }),
    /:9: trust\.ci\.claims\.sub: is not taken apart/,
  ],
  [
    github({ claims: '{ repository_id: 74, ref: refs/heads/main, enviroment: production }' }),
    /:9: trust\.ci\.claims\.enviroment: unknown key; did you mean environment\?/,
  ],
  [
    github({ claims: '{ repository_id: 74, ref: [] }' }),
    /:9: trust\.ci\.claims\.ref: must name at least one value/,
  ],
  [github({ claims: '' }), /:9: trust\.ci\.claims: is empty; it must be a mapping/],
  [github({ audience: 'https://github.com/acme' }), /:8: trust\.ci\.audience: must be one of your own/],
  [github({ audience: '' }), /:8: trust\.ci\.audience: is empty/],
  [github({ issuer: 'http://git.acme.com' }), /:11: trust\.ci\.issuer: must be an https address/],
  [
    github({ issuer: 'https://u:s3cret@git.acme.com' }),
    /:11: trust\.ci\.issuer: must be .* not "https:\/\/…@/,
  ],
  [
    github({ components: '[db, search]' }),
    /:11: trust\.ci\.components\[1\]: there is no component "search"; known: billing, db/,
  ],
  [github({ scope: '[read]' }), /:11: trust\.ci\.scope: unknown key; did you mean scopes\?/],
])('a mistake is named with its line: %s', async (trust, message) => {
  await expect(load(trust)).rejects.toThrow(message);
});
