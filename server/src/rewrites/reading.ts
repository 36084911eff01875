import { openDocument, type AnalysedSignIn, type Analysis, type AnalysisInput } from '../engine';
import type { Command, Comment, Script } from '../model';
import type { Grammars } from '../shells/shell';

/** A document read to the last command, so that two versions of it can be compared. */
export interface Reading {
  readonly input: AnalysisInput;
  readonly analysis: Analysis;
  readonly scripts: readonly ScriptReading[];
}

/** All that is read of one script, in source order. */
export interface ScriptReading {
  readonly script: Script;
  readonly commands: readonly Command[];
  readonly comments: readonly Comment[];
  readonly signIns: readonly AnalysedSignIn[];
  /** True if the shell would refuse the text. */
  readonly broken: boolean;
}

/** Reads a document from scratch, so that the reading depends on its text alone. */
export function readDocument(input: AnalysisInput, grammar: Grammars): Reading {
  const document = openDocument(grammar);
  try {
    const steps = document.update(input, undefined, () => false);
    let step = steps.next();
    while (step.done !== true) step = steps.next();
    const analysis = step.value;
    const scripts = document.scripts.map(({ script, syntax }): ScriptReading => {
      const signIns = analysis.signIns.filter((each) => each.script === script);
      return {
        script,
        commands: withSignIns(syntax.commands(), signIns),
        comments: syntax.comments(),
        signIns,
        broken: syntax.broken,
      };
    });
    return { input, analysis, scripts };
  } finally {
    document.dispose();
  }
}

/** Adds sign-ins that were recovered from broken text, where a walk through the tree finds no command. */
function withSignIns(commands: readonly Command[], signIns: readonly AnalysedSignIn[]): readonly Command[] {
  const starts = new Set(commands.map(({ range }) => range.start));
  const recovered = signIns
    .map(({ signIn }) => signIn.command)
    .filter(({ range }) => !starts.has(range.start));
  return recovered.length === 0
    ? commands
    : [...commands, ...recovered].sort((a, b) => a.range.start - b.range.start);
}
