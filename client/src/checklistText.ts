import type { Migration, Requirements } from '../../server/src/protocol/messages';
import { codeBlock } from '../../server/src/reports/markdown';

/** What a person has to see to before rewritten sign-ins work. */
export interface Checklist extends Requirements, Pick<Migration, 'left'> {
  /** The script's name. */
  readonly script: string;
  /** What it now signs in as, or will. */
  readonly title: string;
}

type Kind = Requirements['prerequisites'][number]['kind'];

const nouns: Readonly<Record<Kind, readonly [one: string, several: string]>> = {
  identity: ['identity', 'identities'],
  'federated-credential': ['credential', 'credentials'],
  role: ['role', 'roles'],
  variable: ['variable', 'variables'],
  file: ['file', 'files'],
  version: ['CLI version', 'CLI versions'],
};

/** Names what must exist in a few words, such as `identity, role, 3 variables`; empty if nothing must. */
export function needs({ prerequisites }: Pick<Requirements, 'prerequisites'>): string {
  const kinds = Object.keys(nouns) as Kind[];
  return kinds
    .map((kind) => {
      const count = prerequisites.filter((each) => each.kind === kind).length;
      const [one, several] = nouns[kind];
      return count > 1 ? `${count} ${several}` : count === 1 ? one : '';
    })
    .filter((text) => text !== '')
    .join(', ');
}

/** The checklist as Markdown. */
export function checklistText({ script, title, prerequisites, notes, left, setUp }: Checklist): string {
  const section = (heading: string, items: readonly string[]): readonly string[] =>
    items.length === 0 ? [] : [`## ${heading}`, items.join('\n')];
  return [
    `# Before ${script} runs again`,
    `${title}.`,
    ...section(
      'What must exist',
      prerequisites.map(({ text }) => `- [ ] ${text}`),
    ),
    ...section(
      'What is left to you',
      left.map(({ range, rule, reason }) => `- [ ] Line ${range.start.line + 1} (${rule}): ${reason}`),
    ),
    ...section(
      'What to know',
      notes.map((note) => `- ${note}`),
    ),
    ...(setUp === null ? [] : section('How to set it up', [codeBlock(setUp.dialect, setUp.text)])),
  ]
    .join('\n\n')
    .concat('\n');
}
