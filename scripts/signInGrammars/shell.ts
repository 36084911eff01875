import { takesText, wrappers } from '../../server/src/shells/wrappers';
import type { OptionSpec } from '../../server/src/signIns/argparse';
import { azdAuthLoginOptions } from '../../server/src/signIns/azdAuthLoginOptions';
import { azLoginOptions } from '../../server/src/signIns/azLoginOptions';
import {
  blanks,
  either,
  fileOf,
  here,
  oneOf,
  raw,
  signInScope,
  writtenFrom,
  type SignInGrammar,
} from './pieces';

const language = 'shell';

const wordEnd = '(?=[\\s;&|<>()`]|$)';
const unquoted = '[^\\s"\'\\\\;&|<>()`]';
const unit = either([unquoted, raw`\\.`, raw`"(?:[^"\\]|\\.)*+"`, "'[^']*+'"]);
const word = `${unit}++`;
const folder = `(?:${unquoted}{0,255}?/)?`;

/** The program of this name, in any folder. */
const programOf = (tool: string): string => {
  const name = fileOf(tool);
  return either([
    raw`\\?(?:${unit}{0,255}?/)?${name}`,
    `"(?:[^"\`]{0,255}[/\\\\])?${name}"`,
    raw`'(?:[^']{0,255}[/\\])?${name}'`,
  ]);
};
/** A word of a command line in any quotes. */
const wordOf = (text: string): string => either([text, `"${text}"`, `'${text}'`]) + wordEnd;
const az = programOf('az');
const azd = programOf('azd');
const login = wordOf('(?i:login)');
const auth = wordOf('auth');

/** Options between the words of a sign-in. The Azure CLI refuses them there, but it is a sign-in that breaks. */
const optionsBetween = (options: readonly OptionSpec[]): string => {
  const valued = oneOf(options.flatMap(({ arity, spellings }) => (arity === 0 ? [] : spellings)));
  return `(?:${blanks}${either([`${valued}${blanks}(?!${login})${word}`, `-${word}`])})*+`;
};
const azOptions = optionsBetween(azLoginOptions);
const azdOptions = optionsBetween(azdAuthLoginOptions);
const words = `${either([`${az}${azOptions}`, `${azd}${azdOptions}(?:${blanks}${auth}${azdOptions})?+`])}${blanks}${login}`;

/** What may stand before the program that runs: other programs, each with its options and operands. */
const named = either(
  Object.entries(wrappers).map(([name, { valued, operands = 0, assignments, notRunning }]) => {
    const own = [
      ...(valued ? [`${oneOf(valued)}${blanks}${word}`] : []),
      `${notRunning ? `(?!${oneOf(notRunning)}${wordEnd})` : ''}-${word}`,
      ...(assignments ? [raw`[A-Za-z_]\w*+=${unit}*+`] : []),
    ];
    return `${name}(?:${blanks}${either(own)})*+${`${blanks}${word}`.repeat(operands)}`;
  }),
);
const wrapper = either([
  `${folder}${named}`,
  `(?!${folder}${oneOf(takesText)}${wordEnd})${unquoted}++(?:${blanks}(?!--${wordEnd})${word})*+${blanks}--`,
]);
const prefix = `(?>(?:(?!${words})${wrapper}${blanks}){1,4})`;

/** Where a command's name begins, given that the shell grammar is in one; not behind the quote that it may begin with. */
const commandStart = '\\G(?<![^\\s;&|(`])';
/** Where the shell grammar ends a command; not at a bracket, which ends none. */
const commandEnd = '(?=[;|&\\n)`]|[ \\t]++#)(?<!\\\\)';

const include = (name: string) => ({ include: name });
/** What the shell grammar finds in a command after its name, in that order. */
const shellArguments = ['line_continuation', 'option', 'argument', 'string', 'heredoc'].map((name) =>
  include(`source.shell#${name}`),
);
const commandName = 'entity.name.function.call.shell entity.name.command.shell';
const loginWord = { name: signInScope('azure-sign-in', language) };
/** A capture with patterns is coloured anew together with all of its line that stands before it. */
const programWord = { ...loginWord, patterns: [include('source.shell#variable')] };
const capturedWords = `${either([`(${az})(${azOptions})`, `(${azd})(${azdOptions})(?:${blanks}(${auth})(${azdOptions}))?+`])}${blanks}(${login})`;
const between = { patterns: shellArguments };
const wordCaptures = {
  ...{ 1: programWord, 2: between },
  ...{ 3: programWord, 4: between, 5: loginWord, 6: between },
  7: loginWord,
};

/** The options that say how to sign in, and as whom and where; others look as they do in any command. */
const optionScopes: readonly (readonly [scope: string, names: readonly string[]])[] = [
  [
    signInScope('flow.azure-sign-in', language),
    ['identity', 'service-principal', 'use-device-code', 'federated-credential-provider'],
  ],
  [
    'variable.parameter.azure-sign-in.shell',
    [
      'username',
      'password',
      'client-secret',
      'tenant',
      'certificate',
      'federated-token',
      'client-id',
      'object-id',
      'resource-id',
    ],
  ],
];

const optionRule = ([scope, names]: (typeof optionScopes)[number]) => {
  const spellings = [...azLoginOptions, ...azdAuthLoginOptions]
    .filter(({ name }) => names.includes(name))
    .flatMap(({ spellings, arity }) =>
      spellings.map((text) => ({ text, glued: text.length === 2 && arity !== 0 })),
    )
    .map(({ text, glued }) => (glued ? text : `${text}(?:(?==)|${wordEnd})`));
  return {
    begin: `(?:^|${blanks})(${[...new Set(spellings)].join('|')})`,
    beginCaptures: { 1: { name: scope } },
    end: raw`(?=[ \t])|${commandEnd}`,
    contentName: 'string.unquoted.argument constant.other.option',
    patterns: [include('source.shell#option_context')],
  };
};

/** The rule from the words of a sign-in to the end of its command. */
const signIn = (begin: string, beginCaptures: object) => ({
  name: 'meta.azure-sign-in.shell',
  begin,
  beginCaptures,
  end: commandEnd,
  patterns: [include('#arguments')],
});

/**
 * Marks sign-ins in VS Code's shell grammar. It leaves it to that grammar to say where a command's name stands, and so
 * marks nothing in a comment, a string or a heredoc.
 */
export const shellSignIns: SignInGrammar = {
  comment: writtenFrom('shell.ts'),
  name: 'Azure sign-ins in shell scripts',
  scopeName: 'azure-sign-in.shell',
  injectionSelector:
    'L:meta.statement.command.name.shell - (meta.statement.command.name.shell meta.argument.shell)',
  patterns: [include('#sign-in'), include('#wrapped'), include('#on-two-lines')],
  repository: {
    'sign-in': signIn(here(commandStart, capturedWords), wordCaptures),
    wrapped: {
      name: 'meta.azure-sign-in.shell',
      begin: here(commandStart, `(?=${prefix}${words})(${unquoted}++)`),
      beginCaptures: {
        1: {
          name: commandName,
          patterns: [
            { match: oneOf(['builtin', 'command', 'exec']), name: 'support.function.builtin.shell' },
          ],
        },
      },
      end: commandEnd,
      patterns: [signIn(`${blanks}${capturedWords}`, wordCaptures), ...shellArguments],
    },
    'on-two-lines': {
      comment: '`az` keeps its colour: that it signs in shows only on the next line.',
      name: 'meta.azure-sign-in.shell',
      begin: here(commandStart, raw`(${az})[ \t]*+(\\)\n`),
      beginCaptures: {
        1: { name: commandName },
        2: { name: 'constant.character.escape.line-continuation.shell' },
      },
      end: raw`\G(?=[ \t]*+(?!${login})[^ \t])|(?!\G)`,
      patterns: [signIn(here(raw`\G`, raw`[ \t]*+(${login})`), { 1: loginWord })],
    },
    arguments: { patterns: [...optionScopes.map(optionRule), ...shellArguments] },
  },
};
