import { lineStart } from '../../lines';
import type { Dialect, Range, Script } from '../../model';
import { joinedParts, partsByRange, textOf, withHoles, type Part } from '../embedded/parts';
import type { Spelling } from '../embedded/sourceMap';
import type { JsonFormat } from './format';
import { spell, spellingOf } from './string';
import { at, itemsOf, textAt, type JsonNode, type JsonString } from './tree';

/**
 * Jupyter notebooks, and those of Azure Data Studio and Polyglot Notebooks, which are files of the same format. Sources: the
 * nbformat documentation, the IPython documentation (system shell access, cell magics).
 */
export const notebook: JsonFormat = {
  id: 'notebook',
  paths: [/\.ipynb$/i],
  recognises: (root) => at(root, 'nbformat') !== undefined && at(root, 'cells') !== undefined,
  scripts(root, text) {
    const usual = languageOfNotebook(root);
    return itemsOf(at(root, 'cells'))
      .filter((cell) => textAt(cell, 'cell_type') === 'code')
      .flatMap((cell) => {
        const source = sourceOf(at(cell, 'source'), text);
        return source === undefined ? [] : scriptsOf(source, languageOfCell(cell) ?? usual, text);
      });
  },
};

/** What the kernels that run shell scripts call their language; any other is taken for IPython. */
const languages: Readonly<Record<string, Dialect>> = {
  bash: 'bash',
  sh: 'bash',
  shell: 'bash',
  shellscript: 'bash',
  zsh: 'bash',
  pwsh: 'powershell',
  powershell: 'powershell',
  '.net-powershell': 'powershell',
  cmd: 'cmd',
};

function languageOfNotebook(root: JsonNode): Dialect | undefined {
  return dialectNamed(
    textAt(root, 'metadata', 'kernelspec', 'name'),
    textAt(root, 'metadata', 'kernelspec', 'language'),
    textAt(root, 'metadata', 'language_info', 'name'),
  );
}

function languageOfCell(cell: JsonNode): Dialect | 'ipython' | undefined {
  const names = [
    textAt(cell, 'metadata', 'polyglot_notebook', 'kernelName'),
    textAt(cell, 'metadata', 'dotnet_interactive', 'language'),
    textAt(cell, 'metadata', 'vscode', 'languageId'),
  ];
  if (names.every((name) => name === undefined)) return undefined;
  return dialectNamed(...names) ?? 'ipython';
}

function dialectNamed(...names: readonly (string | undefined)[]): Dialect | undefined {
  return names.map((name) => languages[name?.toLowerCase() ?? '']).find((dialect) => dialect !== undefined);
}

/** The text of a cell, and how it is written. */
interface CellSource {
  readonly parts: readonly Part[];
  readonly spelling: Spelling;
  /** Where the lines start on which each string stands, if each has its own and holds one line. */
  readonly starts: readonly number[];
}

/** A cell's source is a string, or an array of strings that are joined. */
function sourceOf(node: JsonNode | undefined, document: string): CellSource | undefined {
  const strings = node?.kind === 'string' ? [node] : itemsOf(node).filter((item) => item.kind === 'string');
  const [first] = strings;
  if (first === undefined) return undefined;
  const parts = strings.flatMap((string) => string.parts);
  const starts = strings.map(({ inside }) => lineStart(document, inside.start));
  if (!isLineByLine(document, strings)) {
    const { lineBreak = '\\n', ...spelling } = spellingOf(document, parts);
    return { parts, spelling: { ...spelling, lineBreak }, starts: [] };
  }
  return {
    parts: strings.flatMap((string, i) => upTo(string.parts, starts[i + 1])),
    spelling: {
      prefix: document.slice(starts[0], first.inside.start),
      lineBreak: `\\n",${document.slice(0, starts[1]).endsWith('\r\n') ? '\r\n' : '\n'}`,
      spell,
    },
    starts,
  };
}

/** Says whether each string stands on a line of its own and is one line of the cell, as Jupyter writes them. */
function isLineByLine(document: string, strings: readonly JsonString[]): boolean {
  return (
    strings.length > 1 &&
    strings.every(({ inside, text }, i) => {
      const next = strings[i + 1];
      const before = document.slice(lineStart(document, inside.start), inside.start);
      if (!/^[ \t]*"$/.test(before)) return false;
      if (next === undefined) return text !== '' && !text.includes('\n');
      const between = document.slice(inside.end, next.inside.start);
      const isOneLine = text.endsWith('\n') && text.indexOf('\n') === text.length - 1;
      const isBroken = document.slice(inside.start, inside.end).endsWith('\\r\\n');
      return isOneLine && !isBroken && /^",[ \t]*\r?\n[ \t]*"$/.test(between);
    })
  );
}

/** Parts whose last one, a line break, reaches up to where the next line of the document starts. */
function upTo(parts: readonly Part[], next: number | undefined): readonly Part[] {
  const last = parts.at(-1);
  return next === undefined || last === undefined
    ? parts
    : [...parts.slice(0, -1), { ...last, range: { start: last.range.start, end: next } }];
}

/** The magics that make a script of the cell below them, and shells as they name them. */
const cellMagic =
  /^\s*(?:%%(?:script[ \t]+(?:-\S+[ \t]+)*(?:\/usr\/bin\/env[ \t]+)?(?:\S*\/)?)?(bash|sh|zsh|pwsh|powershell|cmd)\b|%(sh)\b|#!(pwsh|powershell)\b|%%(!|sx\b|system\b))[^\n]*(?:\n|$)/;

function scriptsOf(
  source: CellSource,
  language: Dialect | 'ipython' | undefined,
  document: string,
): readonly Script[] {
  const text = textOf(source.parts);
  const magic = cellMagic.exec(text);
  if (magic !== null) {
    const name = magic.slice(1).join('');
    const body = { start: magic[0].length, end: text.length };
    return cellScript(source, body, languages[name] ?? 'bash', document);
  }
  if (language !== undefined && language !== 'ipython') {
    return cellScript(source, { start: 0, end: text.length }, language, document);
  }
  const partsOf = partsByRange(source.parts);
  return systemCommands(text).map((range) => lineScript(partsOf(range), document));
}

/** A script of several lines; none of an empty cell. */
function cellScript(
  { parts, spelling, starts }: CellSource,
  range: Range,
  dialect: Dialect,
  document: string,
): readonly Script[] {
  const within = partsByRange(parts)(range);
  const [first] = within;
  if (first === undefined) return [];
  const start = starts.findLast((each) => each <= first.range.start);
  // A comment on top stands in front of the first line's quote.
  const top: readonly Part[] = start === undefined ? [] : [{ text: '', range: { start, end: start } }];
  return [
    {
      ...joinedParts(document, [...top, ...within], spelling),
      dialect,
      host: 'shell',
      isOneLine: false,
      hostComment: undefined,
    },
  ];
}

/** What `!` hands to the system's shell, with the lines that a backslash continues; not what stands in a string. */
function systemCommands(text: string): readonly Range[] {
  const pattern =
    /("""|''')[^]*?(?:\1|(?![^]))|^[ \t]*(?:[\w.,[\] ]+=[ \t]*)?!!?([^\\\n]*(?:\\(?:[^]|(?![^]))[^\\\n]*)*)/gm;
  return Array.from(text.matchAll(pattern)).flatMap(({ 0: found, 2: command = '', index }) => {
    const end = index + found.length;
    return command === '' ? [] : [{ start: end - command.length, end }];
  });
}

function lineScript(parts: readonly Part[], document: string): Script {
  // IPython puts the values of Python expressions in; a name behind `$` may as well be a variable of the environment.
  const withExpressions = withHoles(parts, /(?<!\$)\{[^{}\s][^{}\n]*\}/g);
  return {
    ...joinedParts(document, withExpressions, { prefix: '', lineBreak: undefined, spell }),
    dialect: 'bash',
    host: 'shell',
    isOneLine: true,
    hostComment: undefined,
  };
}
