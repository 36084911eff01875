import type { Dialect, Script } from '../../model';
import { lineBreakAt, lineStart } from '../../lines';
import { filled, unfilling } from '../embedded/holes';
import { composed } from '../embedded/respelled';
import { mapped, type Mapped, type Piece } from '../embedded/sourceMap';
import type { Format } from '../format';
import { codeBlocks, type CodeBlock, type CodeLine } from './blocks';
import { kindOf, nameOf, shellOfCommand } from './languages';
import { angledPlaceholders, placeholders } from './placeholders';
import { firstCode, sessionIn, type Session } from './sessions';
import type { Flavour } from './starts';

/**
 * Markdown, in which code teaches.
 *
 * @param others the formats whose documents it quotes, such as workflows
 */
export function markdownWith(others: readonly Format[]): Format {
  return {
    id: 'markdown',
    languageIds: ['markdown', 'mdx'],
    extensions: ['.md', '.markdown', '.mdx'],
    fileNames: [],
    paths: [],
    scripts({ text, path, languageId }) {
      const flavour = languageId === 'mdx' || /\.mdx$/i.test(path) ? 'mdx' : 'markdown';
      return codeBlocks(text, flavour).flatMap((block) => scriptsIn(text, block, flavour, others));
    },
  };
}

/** Where comments of Markdown begin and end; MDX has those of JavaScript. */
const comments: Readonly<Record<Flavour, { readonly marker: string; readonly end: string }>> = {
  markdown: { marker: '<!--', end: '-->' },
  mdx: { marker: '{/*', end: '*/}' },
};

function scriptsIn(
  document: string,
  block: CodeBlock,
  flavour: Flavour,
  others: readonly Format[],
): readonly Script[] {
  if (block.lines.length === 0) return [];
  const hostComment = { ...comments[flavour], before: beforeBlanks(document, block.start) };
  const quoted = nameOf(block.info);
  const format = others.find(
    ({ languageIds, extensions }) => languageIds.includes(quoted) || extensions.includes(`.${quoted}`),
  );
  if (format !== undefined) {
    return quotedScripts(format, textOfBlock(document, block)).map((script) => ({ ...script, hostComment }));
  }
  const script = scriptIn(document, block);
  return script === undefined ? [] : [{ ...script, hostComment }];
}

/** The scripts of a document that a block quotes. What else is true of them there is not of a part of Markdown. */
function quotedScripts(format: Format, quoted: Mapped): readonly Omit<Script, 'hostComment'>[] {
  const { text, holes } = filled(quoted, angledPlaceholders(quoted.text));
  const scripts = format.scripts({ path: '', languageId: format.languageIds[0], text });
  return scripts.map(unfilling(holes)).map(({ text, dialect, holes, isOneLine, map }) => ({
    ...{ text, dialect, holes, isOneLine },
    map: composed(map, quoted.map),
    host: 'documentation',
  }));
}

function scriptIn(document: string, block: CodeBlock): Omit<Script, 'hostComment'> | undefined {
  const lines = block.lines.map(({ blanks, start, end }) => ' '.repeat(blanks) + document.slice(start, end));
  const content = contentOf(block, lines);
  if (content === undefined) return undefined;
  const { dialect, session } = content;
  const script = textOfBlock(document, block, session);
  return {
    ...filled(script, placeholders(script.text, dialect)),
    dialect,
    host: 'documentation',
    isOneLine: false,
  };
}

/** The text of a block, or what was typed in the session that it shows. */
function textOfBlock(document: string, block: CodeBlock, session?: Session): Mapped {
  const pieces = session === undefined ? piecesOf(document, block) : typedPieces(document, block, session);
  const lineBreak = lineBreakAt(document, block.start);
  return mapped(document, pieces, {
    prefix: block.prefix + (session?.prompt ?? ''),
    continued: session && { ends: session.goesOn, prefix: block.prefix + session.promptOn, lineBreak },
    lineBreak,
    spell: (text) => text,
  });
}

interface Content {
  readonly dialect: Dialect;
  /** Undefined if all of the block is a script. */
  readonly session: Session | undefined;
}

/** What a block holds, by its name and, where that says little, by how it begins. */
function contentOf({ info }: CodeBlock, lines: readonly string[]): Content | undefined {
  const kind = kindOf(info);
  if (kind === undefined) return undefined;
  const session = sessionIn(lines, kind === 'session');
  if (session !== undefined) return { dialect: session.dialect, session };
  const dialect =
    kind === 'session' || kind === 'unnamed' ? shellOfCommand(firstCode(lines)?.trimStart() ?? '') : kind;
  return dialect && { dialect, session };
}

/** A comment about a block may have empty lines behind it. */
function beforeBlanks(document: string, start: number): number {
  const blank = /(?:^|\n)[ \t]*\r?\n$/;
  let at = start;
  while (at > 0 && blank.test(document.slice(Math.max(0, at - 100), at))) {
    at = document.lastIndexOf('\n', at - 2) + 1;
  }
  return at;
}

/** What stands in front of the first line of a block: a line that comes before it begins there. */
function leadOf({ lines }: CodeBlock, document: string): Piece {
  const start = lineStart(document, lines[0]?.start ?? 0);
  return { text: '', range: { start, end: start } };
}

function textOf(document: string, { blanks, start, end }: CodeLine, skip = 0): readonly Piece[] {
  const from = start + Math.max(0, skip - blanks);
  const left = Math.max(0, blanks - skip);
  return [
    { text: ' '.repeat(left), range: { start: start - Math.min(left, 1), end: start } },
    { text: document.slice(from, end), range: { start: from, end } },
  ];
}

/** The line break behind a line; nothing behind the last of a document that ends there. */
function breakAfter({ end, next }: CodeLine): Piece {
  return { text: next > end ? '\n' : '', range: { start: end, end: next } };
}

function piecesOf(document: string, block: CodeBlock): readonly Piece[] {
  return [
    leadOf(block, document),
    ...block.lines.flatMap((line) => [...textOf(document, line), breakAfter(line)]),
  ];
}

/** The lines that were typed. Output stays where it is. */
function typedPieces(document: string, block: CodeBlock, { typed }: Session): readonly Piece[] {
  const pieces: Piece[] = [leadOf(block, document)];
  for (const [i, { index, prompt }] of typed.entries()) {
    const line = block.lines[index];
    if (line === undefined) continue;
    pieces.push(...textOf(document, line, prompt.length), breakAfter(line));
    const after = typed[i + 1]?.index ?? block.lines.length;
    const output = block.lines.slice(index + 1, after);
    const [first, last] = [output[0], output.at(-1)];
    if (first !== undefined && last !== undefined) {
      pieces.push({ text: '', range: { start: first.start, end: last.next }, isForeign: true });
    }
  }
  return pieces;
}
