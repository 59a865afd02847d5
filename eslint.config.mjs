import js from '@eslint/js';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import { importX } from 'eslint-plugin-import-x';
import regexp from 'eslint-plugin-regexp';
import ts from 'typescript-eslint';
import { rooms } from './build/rooms.mjs';

const allRooms = [...Object.keys(rooms), 'start', 'test', 'bench'];

/** Rooms that must not end up in the browser. The page shares only `wire.ts` with its server. */
const pageZones = [
  'log',
  'histories',
  'config',
  'workflows',
  'client',
  'questions',
  'http',
  'activities',
  'web',
].map((room) => ({
  target: './web/page',
  from: `./${room}`,
  ...(room === 'web' ? { except: ['./page', './wire.ts'] } : {}),
  message: `web/page/ may not import ${room}/`,
}));

const zones = Object.entries(rooms).flatMap(([room, allowed]) =>
  allRooms
    .filter((other) => other !== room && !allowed.includes(other))
    .map((other) => ({
      target: `./${room}`,
      from: `./${other}`,
      message: `${room}/ may not import ${other}/`,
    })),
);

const worldly = [
  '@slack/*',
  '@temporalio/client',
  '@temporalio/worker',
  '@temporalio/activity',
  'node:*',
  'fs',
  'path',
  'yaml',
  'kysely',
  'pg',
];

/** The workflows of a worker share their modules (worker/workflow-bundle.ts), so a module must not keep state. */
const sharedState = [
  ':matches(Program, Program > ExportNamedDeclaration) > VariableDeclaration[kind=/let|var/]',
  ':matches(Program, Program > ExportNamedDeclaration) > VariableDeclaration > VariableDeclarator > NewExpression[callee.name=/Map|Set|Array/]',
  'PropertyDefinition[static=true][readonly!=true]',
].map((selector) => ({
  selector,
  message: 'All workflows would share it: keep it in a function or an object.',
}));

/** `client/` is the only way to workflows from outside. */
const byHand = ['[object.name="client"]', '[object.property.name="client"]'].map((object) => ({
  selector: `MemberExpression${object}[property.name=/^(workflow|schedule)$/]`,
  message: 'Put it into client/.',
}));

/** Servers leave out what they do not know. */
const requiredUnknown = {
  selector:
    'CallExpression[callee.property.name=/bject$/] Property > CallExpression.value[callee.object.name="z"][callee.property.name="unknown"]',
  message: 'zod requires a key of any value: add .optional().',
};

export default ts.config(
  { ignores: ['node_modules', 'dist', '.dobrobot'] },
  js.configs.recommended,
  ...ts.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { 'import-x': importX },
    settings: { 'import-x/resolver-next': [createTypeScriptImportResolver()] },
    rules: {
      'import-x/no-cycle': 'error',
      'import-x/no-restricted-paths': ['error', { zones: [...zones, ...pageZones] }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 80, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ['domain/**', 'workflows/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ group: worldly, message: 'The sandbox has no I/O: put it into an activity.' }] },
      ],
      'no-restricted-syntax': ['error', ...sharedState],
    },
  },
  {
    files: Object.keys(rooms)
      .filter((room) => !['client', 'domain', 'histories', 'workflows'].includes(room))
      .map((room) => `${room}/**`),
    rules: { 'no-restricted-syntax': ['error', ...byHand] },
  },
  {
    files: ['activities/tickets/**', 'activities/write-back/**'],
    rules: { 'no-restricted-syntax': ['error', ...byHand, requiredUnknown] },
  },
  {
    files: ['web/page/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ group: worldly, message: 'A browser has none of that: let the server answer it.' }] },
      ],
    },
  },
  {
    // Texts from outside may be long: reading them takes time in proportion to their length.
    ignores: ['bench/**', 'docs/**', 'test/**'],
    plugins: { regexp },
    rules: {
      'regexp/no-super-linear-backtracking': 'error',
      'regexp/no-super-linear-move': 'error',
    },
  },
  { files: ['test/**'], rules: { 'max-lines-per-function': 'off' } },
  { files: ['**/*.mjs'], ...ts.configs.disableTypeChecked },
  {
    files: ['**/*.mjs'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        fetch: 'readonly',
        AbortSignal: 'readonly',
      },
    },
  },
);
