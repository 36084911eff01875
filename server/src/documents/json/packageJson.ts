import type { JsonFormat } from './format';
import { scriptIn } from './string';
import { at, entriesOf } from './tree';

/**
 * The scripts of npm packages, which npm runs with `sh` but on Windows. It allows no comments. Source: the npm
 * documentation, scripts and `script-shell`.
 */
export const packageJson: JsonFormat = {
  id: 'package-json',
  paths: [/(?:^|\/)package\.json$/],
  recognises: () => false,
  scripts: (root, text) =>
    entriesOf(at(root, 'scripts')).flatMap(({ value }) =>
      value.kind === 'string'
        ? [scriptIn(text, value, { dialect: 'bash', host: 'shell', hasComments: false })]
        : [],
    ),
};
