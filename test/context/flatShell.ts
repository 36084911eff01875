import type { Command, GivenOption, HostId, Nesting, SignIn, Word } from '../../server/src/model';
import { contextOf, survey } from '../../server/src/context';
import { known } from '../../server/src/context/facts';
import { readSimpleCommand } from '../../server/src/shells/bash/words';

const opens: Readonly<Record<string, Nesting>> = {
  if: 'condition',
  while: 'condition',
  then: 'branch',
  do: 'loop',
  else: 'branch',
};
const closes = new Set(['then', 'do', 'else', 'fi', 'done']);

/**
 * A shell that knows lists and `if`, `while`, `for` with each keyword at the start of a command: enough to ask the
 * context questions without the grammar.
 */
function commandsOf(text: string): readonly Command[] {
  const commands: Command[] = [];
  const nesting: Nesting[] = [];
  for (let i = 0; i < text.length;) {
    const separator = /[\s;|&]|#.*/y;
    separator.lastIndex = i;
    const skipped = separator.exec(text);
    if (skipped) {
      i += skipped[0].length;
      continue;
    }
    const keyword = /(if|while|then|do|else|fi|done)(?=\s|;)|!\s/y;
    keyword.lastIndex = i;
    const word = keyword.exec(text);
    if (word?.[1] !== undefined) {
      if (closes.has(word[1])) nesting.pop();
      const opened = opens[word[1]];
      if (opened) nesting.push(opened);
    }
    if (word) {
      i += word[0].length;
      continue;
    }
    const { words, assignments, redirections, range } = readSimpleCommand(text, i, false);
    const line = {
      start: text.lastIndexOf('\n', range.start) + 1,
      end: (text + '\n').indexOf('\n', range.end),
    };
    commands.push({
      wrapper: [],
      words,
      assignments,
      redirections,
      range,
      nesting: [...nesting],
      statement: line,
      confidence: 'certain',
    });
    i = Math.max(range.end, i + 1);
  }
  return commands;
}

/** The context of every `az login` in a script. */
export function contextsOf(text: string, host: HostId = 'shell') {
  const commands = commandsOf(text);
  const signIns = commands.flatMap((command) => (isSignIn(command.words) ? signInOf(command) : []));
  const facts = {
    script: { text, dialect: 'bash', host, map: { toDocument: (range: Command['range']) => range } },
    syntax: {
      commandsAt: (offsets: readonly number[]) =>
        commands.filter(({ words }) =>
          words.some(({ range }) => offsets.some((offset) => range.start <= offset && offset < range.end)),
        ),
      assignmentsAt: (offsets: readonly number[]) =>
        commands.flatMap(({ assignments }) =>
          assignments.filter(({ range }) => offsets.includes(range.start)),
        ),
    },
    signIns,
    host,
  } as const;
  const surveyed = survey(facts);
  const source = (range: Command['range'] | undefined) => range && text.slice(range.start, range.end);
  return signIns.map((signIn) => {
    const context = contextOf(surveyed, signIn);
    return {
      ...context,
      write: source(context.following.firstWrite?.range),
      guard: source(context.guardedBy?.range),
      tenant: source(context.tenantEvidence?.range),
    };
  });
}

const isSignIn = (words: readonly Word[]) => known(words[0]) === 'az' && known(words[1]) === 'login';

/** A sign-in of which only `--tenant` is read. */
function signInOf(command: Command): SignIn {
  const options = command.words.flatMap((word, index): GivenOption[] => {
    const value = command.words[index + 1];
    if (known(word) !== '--tenant' || !value) return [];
    const variables = value.parts.flatMap((part) => (part.kind === 'variable' ? part.name : []));
    return [
      {
        name: 'tenant',
        words: [word, value],
        value: { range: value.range, source: value.source, value: value.value, variables },
        typographic: false,
      },
    ];
  });
  return {
    tool: 'az login',
    flow: 'interactive',
    possibleFlows: ['interactive'],
    confidence: 'certain',
    command,
    site: command.words.slice(0, 2),
    options,
    extras: [],
    rejections: [],
  };
}
