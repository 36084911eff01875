import { builtinModules } from 'node:module';
import js from '@eslint/js';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

// The engine does no I/O and reads no clock, so that it gives the same result in Node, in a web worker and in a test.
const engine = [
  'server/src/{documents,model,shells,signIns,context,rules,identities,rewrites,reports}/**/*.ts',
  'server/src/{engine,globs,matches,settings}.ts',
];

export default defineConfig(
  { ignores: ['dist/**', 'out/**', '.vscode-test/**', '**/fixtures/**', 'samples/**'] },
  js.configs.recommended,
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      eqeqeq: 'error',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/consistent-type-definitions': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
    },
  },
  {
    files: engine,
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: [...builtinModules, 'node:*', 'vscode*', '!vscode-languageserver-t*'],
              message: 'The engine does no I/O.',
            },
          ],
        },
      ],
      'no-restricted-globals': [
        'error',
        ...[
          'process',
          'Buffer',
          'require',
          'global',
          'globalThis',
          'fetch',
          'XMLHttpRequest',
          'WebSocket',
          'EventSource',
          'Worker',
          'importScripts',
          'setTimeout',
          'setInterval',
          'setImmediate',
          'performance',
          'navigator',
          'self',
          'console',
        ].map((name) => ({
          name,
          message: 'The engine does no I/O and reads no clock.',
        })),
      ],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'The date is an input.' },
      ],
    },
  },
  {
    files: ['**/*.mjs'],
    rules: {
      // tsc reads these too (checkJs): it finds undefined names, and sees the casts in comments that this parser does not.
      'no-undef': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
    },
  },
);
