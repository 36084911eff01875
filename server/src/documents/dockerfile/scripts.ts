import { lineBreakAt, lineStart } from '../../lines';
import type { Dialect, HostComment, HostId, Range, Refusal, Script } from '../../model';
import { asListed, scriptAmong, scriptOfArguments, type Argument } from '../embedded/arguments';
import { joinedPieces, joinedSpelling } from '../embedded/continued';
import { dialectOfFile } from '../embedded/fileContent';
import { filled, rangesOf } from '../embedded/holes';
import { joinedParts, type Part } from '../embedded/parts';
import { dialectOfProgram, scriptOptions } from '../embedded/shellNames';
import { mapped, type Piece } from '../embedded/sourceMap';
import { spell } from '../json/string';
import { itemsOf, readJson } from '../json/tree';
import { indentationOf, withoutHereDocuments, type HereDocument } from './hereDocuments';
import type { EscapeSign, Instruction, Operand } from './instructions';

/** The document that an instruction stands in, and what it says of its scripts. */
export interface Source {
  readonly text: string;
  readonly escape: EscapeSign;
  readonly host: HostId;
}

/** A comment in front of an instruction is about all of it, wherever its lines may have comments of their own. */
const commentOn = ({ start }: Instruction): HostComment => ({ marker: '#', before: start, isForAll: true });

/** The command of an instruction that a shell reads. Docker removes the ends of its lines first, and comments. */
export function commandScript(
  { text, escape, host }: Source,
  instruction: Instruction,
  dialect: Dialect,
): readonly Script[] {
  const { lines } = instruction.operand;
  if (lines.length === 0) return [];
  const { pieces, parts } = joinedPieces(text, lines, escape, dialect);
  const script = mapped(text, pieces, joinedSpelling(escape, lineBreakAt(text, instruction.start)));
  return [
    { ...script, holes: [], dialect, host, isOneLine: true, hostComment: commentOn(instruction), parts },
  ];
}

/** The program of an instruction that is a list, which no shell reads unless it is one. */
export function listScript(
  { text, host }: Source,
  instruction: Instruction,
  entrypoint: Instruction | undefined,
): readonly Script[] {
  const list = instruction.operand.list ?? [];
  const own = stringsIn(text, instruction.operand);
  const lead = entrypoint?.operand.list ?? [];
  const joined = scriptAmong([...lead, ...list]);
  const found =
    joined !== undefined && joined.index >= lead.length
      ? { ...joined, index: joined.index - lead.length }
      : scriptAmong(list);
  const hostComment = commentOn(instruction);
  const script = found && own[found.index];
  if (found !== undefined && script !== undefined) {
    const spelling = { prefix: '', lineBreak: undefined, spell };
    const { dialect } = found;
    return [{ ...joinedParts(text, script, spelling), dialect, host, isOneLine: true, hostComment }];
  }
  const strings =
    entrypoint !== undefined && lead.length === 1 && takesCommand.test(lead[0] ?? '')
      ? [...stringsIn(text, entrypoint.operand), ...own]
      : own;
  if (strings.length === 0) return [];
  return [scriptOfArguments(text, strings, { dialect: 'bash', host, hostComment, quote: asListed })];
}

/** Programs that are of no use without a command, which `CMD` gives then. */
const takesCommand = /^(?:.*\/)?azd?$/;

/** The strings of a list, which may stand on several lines. */
function stringsIn(text: string, { lines }: Operand): readonly Argument[] {
  const own = lines.filter(({ isForeign }) => !isForeign);
  const start = own[0]?.start ?? 0;
  const stretches: string[] = [];
  let at = start;
  for (const line of own) {
    stretches.push(' '.repeat(line.start - at), text.slice(line.start, line.end));
    at = line.end;
  }
  let first = 0;
  /** A part without the ends of lines in it, where it belongs in the document. */
  const placed = (part: Part): readonly Part[] => {
    const range = { start: start + part.range.start, end: start + part.range.end };
    if (part.text.length !== range.end - range.start || part.text === '') return [{ ...part, range }];
    while ((own[first]?.end ?? Infinity) <= range.start) first++;
    const cut: Part[] = [];
    for (let i = first; (own[i]?.start ?? Infinity) < range.end; i++) {
      const from = Math.max(range.start, own[i]?.start ?? 0);
      const to = Math.min(range.end, own[i]?.end ?? 0);
      if (from < to) cut.push({ text: text.slice(from, to), range: { start: from, end: to } });
    }
    return cut;
  };
  return itemsOf(readJson(stretches.join(''))).flatMap((item) =>
    item.kind === 'string' ? [item.parts.flatMap(placed)] : [],
  );
}

/**
 * What an instruction with here-documents runs. Source: BuildKit, `dispatchRun`: one that is alone is the script; others are
 * handed to the shell with the command.
 */
export function hereScripts(
  source: Source,
  instruction: Instruction,
  shell: Dialect | undefined,
): readonly Script[] {
  const { operand, hereDocuments } = instruction;
  const [first, ...others] = hereDocuments;
  const command = withoutHereDocuments(operand.text).trim();
  if (first !== undefined && others.length === 0) {
    if (command === '') {
      const content = contentOf(source.text, first);
      const dialect = content.startsWith('#!') ? dialectOfFile('', content) : shell;
      return dialect === undefined ? [] : [bodyScript(source, instruction, first, dialect)];
    }
    const dialect = shell && readerOf(command);
    if (dialect !== undefined) {
      const script = bodyScript(source, instruction, first, dialect);
      return [first.isQuoted ? script : { ...script, map: unwritable(script.map) }];
    }
  }
  return shell === undefined ? [] : [wholeScript(source, instruction, shell)];
}

/** The shell that a command is, if it reads its script from a here-document. */
function readerOf(command: string): Dialect | undefined {
  const [program = '', ...options] = command.split(/\s+/);
  const dialect = dialectOfProgram(program);
  const isPlain = options.every((option, i) => /^[-+]/.test(option) || /^-\w*o$/.test(options[i - 1] ?? ''));
  return dialect !== undefined && isPlain && !options.some((option) => scriptOptions[dialect].test(option))
    ? dialect
    : undefined;
}

/** A command with its here-documents, as the shell reads them; no line can be added to the command. */
function wholeScript({ text, escape, host }: Source, instruction: Instruction, dialect: Dialect): Script {
  const { operand, hereDocuments } = instruction;
  const { pieces } = joinedPieces(text, operand.lines, escape, dialect);
  const end = operand.lines.at(-1)?.end ?? instruction.start;
  const bodies = hereDocuments.flatMap((each) => [...linesOf(text, each), lineOf(text, each.end)].flat());
  const between = { text: '\n', range: { start: end, end: bodies[0]?.range.start ?? end } };
  const spelling = joinedSpelling(escape, lineBreakAt(text, instruction.start));
  return {
    ...mapped(text, [...pieces, between, ...bodies], spelling),
    holes: [],
    dialect,
    host,
    isOneLine: true,
    hostComment: commentOn(instruction),
  };
}

/** The script that a here-document is. */
function bodyScript(
  { text, host }: Source,
  instruction: Instruction,
  hereDocument: HereDocument,
  dialect: Dialect,
): Script {
  const start = lineStart(text, hereDocument.lines[0]?.start ?? hereDocument.end.start);
  const lead: Piece = { text: '', range: { start, end: start } };
  const script = mapped(text, [lead, ...linesOf(text, hereDocument)], {
    prefix: indentationOf(text, hereDocument),
    lineBreak: lineBreakAt(text, start),
    spell: (each) => each,
  });
  return { ...script, holes: [], dialect, host, isOneLine: false, hostComment: commentOn(instruction) };
}

function linesOf(text: string, { lines }: HereDocument): readonly Piece[] {
  return lines.flatMap((line) => lineOf(text, line));
}

function lineOf(text: string, { start, end, next }: Range & { readonly next: number }): readonly Piece[] {
  return [
    { text: text.slice(start, end), range: { start, end } },
    { text: next > end ? '\n' : '', range: { start: end, end: next } },
  ];
}

function contentOf(text: string, hereDocument: HereDocument): string {
  return linesOf(text, hereDocument)
    .map((piece) => piece.text)
    .join('');
}

/** The scripts among the files that here-documents make. Docker replaces variables in those whose name has no quotes. */
export function fileScripts(source: Source, instruction: Instruction): readonly Script[] {
  const { operand, hereDocuments } = instruction;
  const target = withoutHereDocuments(operand.text).trim().split(/\s+/).at(-1) ?? '';
  return hereDocuments.flatMap((each) => {
    const isTarget = hereDocuments.length === 1 && !target.endsWith('/');
    const dialect = dialectOfFile(isTarget ? target : each.name, contentOf(source.text, each));
    if (dialect === undefined) return [];
    const script = bodyScript(source, instruction, each, dialect);
    if (each.isQuoted) return [script];
    const variables = rangesOf(script.text, /(?<!\\)\$(?:[A-Za-z_]\w*|\{[^{}]*\})/g);
    return [{ ...script, ...filled({ ...script, map: unwritable(script.map) }, variables) }];
  });
}

const replacedBefore: Refusal = {
  refused:
    'Variables in this here-document are replaced before its shell reads it: put quotes around its name to have it rewritten.',
};

function unwritable(map: Script['map']): Script['map'] {
  return { toDocument: (range) => map.toDocument(range), toEdit: () => replacedBefore };
}
