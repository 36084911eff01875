import { lineStart } from '../../lines';
import type { Dialect, Script } from '../../model';
import { isToken, type Token } from '../code/language';
import { readerOf } from '../code/reader';
import { inSourceOrder } from '../code/values';
import { joinedOperands, joinedParts, type Operand } from '../embedded/parts';
import type { Format } from '../format';
import { groovy, spellIn } from './language';

const readGroovy = readerOf(groovy);

/** The steps that run a script. Source: the Jenkins documentation, steps of "Pipeline: Nodes and Processes". */
const steps: Readonly<Record<string, Dialect>> = {
  sh: 'bash',
  bat: 'cmd',
  powershell: 'powershell',
  pwsh: 'powershell',
};

/** Jenkins pipelines and their shared libraries. */
export const jenkinsfile: Format = {
  id: 'jenkinsfile',
  languageIds: ['jenkinsfile', 'groovy', 'declarative-jenkinsfile'],
  extensions: ['.jenkinsfile', '.groovy'],
  fileNames: ['Jenkinsfile'],
  paths: [/(?:^|\/)Jenkinsfile[.-][^/]+$/i],
  firstLine: /^#!\s*(?:\S*\/)?groovy\b|^#!.*\benv\s+groovy\b/,
  scripts({ text }) {
    return inSourceOrder(readGroovy(text).flatMap((tokens) => scriptsAmong(text, tokens)));
  },
};

function scriptsAmong(text: string, tokens: readonly Token[]): readonly Script[] {
  return tokens.flatMap((each, index) => {
    const dialect = each.kind === 'name' && Object.hasOwn(steps, each.text) ? steps[each.text] : undefined;
    if (dialect === undefined || !isCall(tokens, index)) return [];
    const operands = operandsAt(tokens, scriptStart(tokens, index + 1));
    return scriptOf(text, operands, dialect);
  });
}

/** A step is no member of something else (`steps.sh` and `this.sh` aside), and no key of a map. */
function isCall(tokens: readonly Token[], index: number): boolean {
  const owner = tokens[index - 2];
  const isMember = isToken(tokens[index - 1], '.');
  const isOfPipeline =
    owner?.kind === 'name' && /^(?:steps|script|this|ctx|context|pipeline)$/.test(owner.text);
  return (!isMember || isOfPipeline) && !isToken(tokens[index + 1], ':');
}

/** Where the script begins among the arguments of a step: the first one, or the one named `script`. */
function scriptStart(tokens: readonly Token[], index: number): number {
  const first = isToken(tokens[index], '(') ? index + 1 : index;
  const isNamed = (at: number): boolean => tokens[at]?.kind === 'name' && isToken(tokens[at + 1], ':');
  let at = first;
  while (isNamed(at)) {
    const name = tokens[at];
    if (name?.kind === 'name' && name.text === 'script') return at + 2;
    at = argumentEnd(tokens, at + 2) + 1;
  }
  return first;
}

/** A step has no longer arguments in front of its script, in tokens. */
const longestArgument = 100;

/** Where the comma stands that ends an argument; past all tokens if none does. */
function argumentEnd(tokens: readonly Token[], start: number): number {
  let depth = 0;
  for (let at = start; at < Math.min(tokens.length, start + longestArgument); at++) {
    const token = tokens[at];
    if (token?.kind !== 'sign') continue;
    if (token.text === ',' && depth === 0) return at;
    if (/^[([{]$/.test(token.text)) depth++;
    else if (/^[)\]}]$/.test(token.text) && --depth < 0) break;
  }
  return tokens.length;
}

/** The strings that `+` joins, with what stands between them, from the first string on; none of anything else. */
function operandsAt(tokens: readonly Token[], start: number): readonly Token[] {
  const operands: Token[] = [];
  for (let index = start; ; index += 2) {
    const token = tokens[index];
    if (token === undefined || token.kind === 'sign') break;
    operands.push(token);
    if (!isToken(tokens[index + 1], '+')) break;
  }
  return operands;
}

function scriptOf(text: string, tokens: readonly Token[], dialect: Dialect): readonly Script[] {
  const [first] = tokens;
  if (first?.kind !== 'string') return [];
  const operands = tokens.map((token): Operand =>
    token.kind === 'string' ? { ...token.inside, parts: token.parts } : { ...token.range, parts: undefined },
  );
  const isOneLine = first.opening === "'" || first.opening === '"';
  const lineBreak = text.slice(first.range.start, first.range.end).includes('\r\n') ? '\r\n' : '\n';
  return [
    {
      ...joinedParts(text, joinedOperands(text, operands), {
        prefix: '',
        lineBreak: isOneLine ? undefined : lineBreak,
        spell: spellIn(first.opening),
      }),
      dialect,
      host: 'jenkins',
      isOneLine,
      hostComment: { marker: '//', before: lineStart(text, first.range.start) },
    },
  ];
}
