import assert from 'node:assert/strict';
import type { Command, Word } from '../../server/src/model';
import { readSignIn } from '../../server/src/signIns';

const wordOf = (source: string): Word => {
  const range = { start: 0, end: source.length };
  const parts = [{ kind: 'literal', text: source, range }] as const;
  return { range, source, parts, value: { kind: 'known', text: source }, splits: false };
};

/** A command of these words, which need not be what a shell makes of them. */
const commandOf = (...sources: readonly string[]): Command => {
  const range = { start: 0, end: 0 };
  return {
    ...{ words: sources.map(wordOf), assignments: [], redirections: [], range, wrapper: [], nesting: [] },
    ...{
      statement: range,
      operator: undefined,
      exitStatus: 'unused',
      inBackticks: false,
      confidence: 'certain',
    },
  };
};

describe('a sign-in of a size that nobody writes', () => {
  const many = 300_000;
  const commands: Readonly<Record<string, Command>> = {
    'a form of one long word': commandOf('curl', 'a'.repeat(many)),
    'a form of slashes': commandOf('curl', '/'.repeat(many)),
    'a form of many fields': commandOf(
      'curl',
      'a=b&'.repeat(many),
      'https://login.windows.net/x/oauth2/token',
    ),
    'a hash table of line ends': commandOf(
      'irm',
      `@{${'\n'.repeat(many)}`,
      'https://login.windows.net/x/oauth2/token',
    ),
    'a hash table of blanks': commandOf(
      'irm',
      `@{${' '.repeat(many)}`,
      'https://login.windows.net/x/oauth2/token',
    ),
    'a long parameter': commandOf('Connect-AzAccount', `-${'a'.repeat(many)}`),
    'many parameters': commandOf('Connect-AzAccount', ...Array.from({ length: 20_000 }, () => '-Tenant')),
    'many options': commandOf('azd', 'auth', 'login', ...Array.from({ length: 20_000 }, () => '--client-id')),
    'many letters': commandOf('azd', 'auth', 'login', `-${'h'.repeat(many)}`),
  };
  for (const [name, command] of Object.entries(commands)) {
    it(name, function () {
      this.timeout(5_000);
      const signIn = readSignIn(command, 'powershell', { minimumAzureCliVersion: undefined });
      assert.ok((signIn?.options.length ?? 0) <= many);
    });
  }
});
