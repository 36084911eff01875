import type { Command, GivenOption, HostId, SignIn, Word } from '../../server/src/model';
import { contextOf, survey } from '../../server/src/context';
import { identity } from '../../server/src/documents/embedded/sourceMap';
import { known } from '../../server/src/context/facts';
import { openSearcher } from '../../server/src/matches';
import type { Grammar, Syntax } from '../../server/src/shells/shell';
import { withSyntax } from '../support/syntax';

/** The context of every `az login` in a script. */
export function contextsOf(grammar: Grammar, text: string, host: HostId = 'shell') {
  return withSyntax(grammar, text, (syntax) => contextsIn(text, syntax, host));
}

function contextsIn(text: string, syntax: Syntax, host: HostId) {
  const commands = syntax.commands();
  const signIns = commands.flatMap((command) => (isSignIn(command.words) ? signInOf(command) : []));
  const script = {
    text,
    dialect: 'bash',
    host,
    map: identity,
    holes: [],
    isOneLine: false,
    hostComment: undefined,
  } as const;
  const surveying = survey(
    { script, matches: openSearcher().search(text), syntax, signIns, host },
    () => false,
  );
  let surveyed = surveying.next();
  while (surveyed.done !== true) surveyed = surveying.next();
  const { value } = surveyed;
  const source = (range: Command['range'] | undefined) => range && text.slice(range.start, range.end);
  return signIns.map((signIn) => {
    const context = contextOf(value, signIn);
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
    intended: 'interactive',
    confidence: 'certain',
    command,
    site: command.words.slice(0, 2),
    options,
    extras: [],
    rejections: [],
  };
}
