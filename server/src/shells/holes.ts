import { filler } from '../documents/embedded/holes';
import type { Assignment, Command, Hole, Redirection, Word, WordPart } from '../model';
import type { Syntax } from './shell';
import { valueOf } from './value';

/** A syntax of a script with holes: what fills them is a part of a word of its own. */
export function withHoles(syntax: Syntax, holes: readonly Hole[]): Syntax {
  if (holes.length === 0) return syntax;
  const read = (command: Command): Command => commandWith(holes, command);
  return {
    changed: (change) => {
      syntax.changed(change);
    },
    parse: (text, pause) => syntax.parse(text, pause),
    commandsAt: (offsets) => syntax.commandsAt(offsets).map(read),
    commands: () => syntax.commands().map(read),
    commentsAt: (offsets) => syntax.commentsAt(offsets),
    comments: () => syntax.comments(),
    assignmentsAt: (offsets) => syntax.assignmentsAt(offsets).map((each) => assignmentWith(holes, each)),
    commentedCommandsAt: (offsets) =>
      syntax
        .commentedCommandsAt(offsets)
        .map(({ comment, command }) => ({ comment, command: read(command) })),
    get needs() {
      return syntax.needs;
    },
    get broken() {
      return syntax.broken;
    },
    dispose: () => {
      syntax.dispose();
    },
  };
}

/** A command without a hole stays the same object, by which what was read of it is known. */
function commandWith(holes: readonly Hole[], command: Command): Command {
  if (!holdsFiller(command)) return command;
  const word = (each: Word): Word => wordWith(holes, each);
  return {
    ...command,
    wrapper: command.wrapper.map(word),
    words: command.words.map(word),
    assignments: command.assignments.map((each) => assignmentWith(holes, each)),
    redirections: command.redirections.map((each) => redirectionWith(holes, each)),
  };
}

function holdsFiller({ wrapper, words, assignments, redirections }: Command): boolean {
  const others = [...assignments.map(({ value }) => value), ...redirections.map(({ target }) => target)];
  return [...wrapper, ...words, ...others].some((word) => word !== undefined && filler.test(word.source));
}

function assignmentWith(holes: readonly Hole[], assignment: Assignment): Assignment {
  return { ...assignment, value: assignment.value && wordWith(holes, assignment.value) };
}

function redirectionWith(holes: readonly Hole[], redirection: Redirection): Redirection {
  return { ...redirection, target: redirection.target && wordWith(holes, redirection.target) };
}

function wordWith(holes: readonly Hole[], word: Word): Word {
  if (!filler.test(word.source)) return word;
  const parts = word.parts.flatMap((part) => partsWith(holes, part));
  return { ...word, parts, value: valueOf(parts) };
}

/** Cuts a literal where holes begin and end. */
function partsWith(holes: readonly Hole[], part: WordPart): readonly WordPart[] {
  if (part.kind !== 'literal' || !filler.test(part.text)) return [part];
  const { text, range } = part;
  const own = holes.filter((hole) => hole.range.start < range.end && range.start < hole.range.end);
  const parts: WordPart[] = [];
  // Characters of the text are further on in the source where quotes or escapes stand before them.
  let at = 0;
  let from = range.start;
  for (const hole of own) {
    const start = text.slice(at).search(filler) + at;
    const length = Math.min(hole.range.end, range.end) - Math.max(hole.range.start, range.start);
    if (start < at) break;
    if (start > at)
      parts.push({
        kind: 'literal',
        text: text.slice(at, start),
        range: { start: from, end: hole.range.start },
      });
    parts.push({ kind: 'hole', source: hole.source, quoted: true, range: hole.range });
    at = start + length;
    from = hole.range.end;
  }
  if (at < text.length)
    parts.push({ kind: 'literal', text: text.slice(at), range: { start: from, end: range.end } });
  return parts;
}
