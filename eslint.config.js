// Lint catches mistakes; layout is the formatter's. The import map has a test of its own (test/architecture.test.ts).

import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';

const typed = ['server/**/*.ts', 'simulators/**/*.ts', 'label-templates/**/*.ts', 'test/**/*.ts'];

export default ts.config(
  { ignores: ['node_modules/', '.data/', 'floor-ui/dist/', 'floor-ui/public/'] },
  js.configs.recommended,
  ts.configs.recommended,
  svelte.configs.recommended,
  {
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'none' },
      ],
      // `== null` asks for both kinds of nothing
      eqeqeq: ['error', 'smart'],
      'no-console': 'off',
    },
  },
  {
    files: typed,
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // A forgotten await is a fact that may not have happened; a promise in a condition is always true.
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': [
        'error',
        { checksVoidReturn: { arguments: false, attributes: false } },
      ],
      '@typescript-eslint/await-thenable': 'error',
    },
  },
  {
    files: ['**/*.mjs', '**/*.js', 'server/**', 'simulators/**', 'label-templates/**', 'test/**', '*.ts'],
    languageOptions: { globals: globals.node },
  },
  {
    files: ['floor-ui/**'],
    languageOptions: { globals: { ...globals.browser, ...globals.serviceworker } },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser, extraFileExtensions: ['.svelte'] } },
    rules: {
      // The compiler and svelte-check know the names; without types this rule only guesses.
      'no-undef': 'off',
    },
  },
  { files: ['**/*.ts'], rules: { 'no-undef': 'off' } },
);
