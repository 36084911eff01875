import { ok } from 'node:assert/strict';
import { formatOf } from '../../../server/src/documents';

const count = 10_000;
const times = (text: string): string => text.repeat(count);

/** Texts that cost the square of their length, or a stack, if anything in them is read once for each other thing. */
const hostile: Readonly<Record<string, readonly string[]>> = {
  'azure-pipelines.yml': [
    `steps:\n${times('- script: az login\n')}`,
    `steps:\n- script: "${times('${{ ')}"`,
    `steps:\n- script: "${times("${{'")}}}"`,
    `steps:\n- script: "${times('$(a')}"`,
    `steps: ${times('[{${{ if x }}: ')}`,
    // Aliases that lead ever deeper, through keys, whose content is not visited.
    [
      '? &a0 {variables: {x: 1}, pool: $(x)}\n: 1\n',
      ...Array.from(
        { length: 2000 },
        (_, i) => `? &a${i + 1} {'\${{ if x }}': *a${i}, variables: {x: 1}, inputs: *a${i}}\n: 1\n`,
      ),
      'steps: [*a2000]\n',
    ].join(''),
    `variables:\n${times('- {name: a, value: b}\n')}pool: $(a)\nsteps:\n${times('- script: az login\n')}`,
  ],
  '.gitlab-ci.yml': [
    `default: {before_script: [${times('a,')}]}\n${Array.from({ length: count }, (_, i) => `j${i}: {script: a}\n`).join('')}`,
    `a: {script: [${times('!reference [a, script], ')}]}`,
    `a:\n  script:\n${times('    - a\n')}`,
    `a: {script: "${times('$[[')}"}`,
    Array.from(
      { length: count },
      (_, i) => `j${i}: {extends: j${i + 1}, script: !reference [j${i + 1}, script]}\n`,
    ).join(''),
    `a: {script: ${times('[')}`,
  ],
  '.circleci/config.yml': [
    `jobs:\n  a:\n    steps:\n${times('    - run: a\n')}`,
    `jobs: {a: {steps: [{run: "${times('<< parameters.')}"}]}}`,
    `jobs: {a: {steps: ${times('[{run: {command: ')}`,
  ],
  'bitbucket-pipelines.yml': [`pipelines:\n  default:\n${times('  - step: {script: [a, a]}\n')}`],
  'pod.yaml': [
    `apiVersion: v1\nkind: Pod\nspec:\n  containers:\n${times('  - {command: [sh, -c, az login]}\n')}`,
    `apiVersion: v1\nkind: Pod\ncommand: [${times('a b, ')}]`,
    `apiVersion: v1\nkind: Pod\ncommand: ["${times("'")}"]`,
    `apiVersion: v1\nkind: Pod\ncommand: ["${times('$(')}"]`,
  ],
  'chart/templates/job.yaml': [
    ...[
      '{{- ',
      '{{/* ',
      '{{- `',
      '{{- "',
      '{{- a }}\n',
      '{{- a }} ',
      '{{ .a',
      '{{- /* * ',
      '{{- a }}\n-b\n',
    ].map(times),
    `{{ .a ${times('/**/ ')}`,
    `apiVersion: v1\nkind: Pod\ncommand: [sh, -c, "${times('{{ .a }} ')}"]`,
  ],
  'compose.yaml': [
    ...['$', '${', ' '].map((sign) => `services:\n  a: {command: "${times(sign)}"}`),
    `services:\n  a: {command: "sh ${times('-a ')}"}`,
    `services:\n  a: {command: 'sh -c "${times('\\\\')}'}`,
  ],
  'cloud-init.yaml': [`#cloud-config\nruncmd:\n${times('- [a b, c]\n')}`],
  'roles/a/tasks/main.yml': [
    times('- shell: a\n'),
    `- shell: "${times('{{')}"`,
    `- shell: "${times(' chdir=a')} b"`,
  ],
  'Taskfile.yml': [
    `tasks:\n  a:\n${times('    - a\n')}`,
    `tasks: {a: "${times('{{')}"}`,
    times('tasks: {cmds: '),
  ],
};

describe('formats in YAML', () => {
  for (const [path, texts] of Object.entries(hostile)) {
    it(`read any text to its end: ${path}`, () => {
      for (const text of texts) {
        const document = { path, languageId: undefined, text };
        ok(Array.isArray(formatOf(document)?.scripts(document)));
      }
    });
  }
});
