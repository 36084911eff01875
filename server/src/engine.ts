import { contextOf, survey } from './context';
import { environmentOf } from './context/environment';
import { hosts } from './context/hosts';
import { formatOf, stepCandidate } from './documents';
import { openSearcher, type Matches, type Searcher } from './matches';
import type {
  Attendance,
  Command,
  Context,
  Dialect,
  Finding,
  HostId,
  HostStep,
  Range,
  RuleId,
  Script,
  SignIn,
  SourceDocument,
} from './model';
import {
  commandFindingsOf,
  commentFindingsOf,
  environmentFindingsOf,
  findingsOf,
  stepFindingsOf,
} from './rules';
import {
  documentSilencer,
  silencer,
  suppressionCandidate,
  suppressionOf,
  type DocumentSilencer,
  type Silencer,
} from './rules/suppressions';
import type { Settings } from './settings';
import { shells } from './shells';
import { withHoles } from './shells/holes';
import type { Grammars, Syntax, TextChange } from './shells/shell';
import { difference, joined } from './shells/changes';
import { shellOf } from './shells/wrappers';
import { readSignIn, signInCandidate } from './signIns';
import { longestCandidate } from './signIns/tool';

/** Longer texts are not analysed: no script is written by hand at this length. In UTF-16 code units. */
export const maxTextLength = 16_000_000;

/** At most so many places of a script are looked at that may sign in: no script has as many. */
const maxCandidates = 10_000;

/** What the engine is asked. */
export interface AnalysisInput {
  readonly document: SourceDocument;
  readonly settings: Settings;
  /** The host that the settings name for the document's path, if they do. */
  readonly host?: HostId | undefined;
}

/** A sign-in with all that is known of it. Its ranges count in `script.text`. */
export interface AnalysedSignIn {
  readonly script: Script;
  readonly signIn: SignIn;
  readonly context: Context;
  /** What is reported, the primary finding first; suppressed ones are left out. */
  readonly findings: readonly Finding[];
  readonly suppressed: readonly RuleId[];
}

/** A finding with its ranges in the document. */
export type LocatedFinding = Finding & (InScript | AtStep);

/** What is found in a script: `signIn` and `place` still count in that. */
interface InScript {
  readonly script: Script;
  /** The sign-in that it is about, with its context; undefined for one in a comment. */
  readonly analysed: AnalysedSignIn | undefined;
  readonly step?: undefined;
}

/** What is found in the document around its scripts. */
interface AtStep {
  readonly script: undefined;
  readonly analysed: undefined;
  readonly step: HostStep;
}

/** Where the command, comment or step stands in the document that a finding is about. */
export function extentOf({ script, place }: LocatedFinding): Range {
  return script === undefined ? place.range : script.map.toDocument(place.range);
}

/** What the engine answers. It holds for the very text it was asked about. */
export interface Analysis {
  /** In source order, healthy ones too. */
  readonly signIns: readonly AnalysedSignIn[];
  /** Every finding with its range in the document, in source order; of sign-ins in comments too. */
  readonly findings: readonly LocatedFinding[];
  /** Why nothing or not everything was looked at: a plain sentence. Undefined in the ordinary case. */
  readonly skipped: string | undefined;
  /**
   * The grammars to load, by name, before the same text can be analysed: nothing was looked at. Most texts need none.
   */
  readonly needs: readonly string[];
}

/** A document that is analysed version by version, and keeps its syntax trees in between. */
export interface DocumentAnalysis {
  /**
   * Analyses a text, in slices: the generator yields whenever `pause` says so. Abandoning it is allowed.
   *
   * @param changes how the text differs from the one of the last call, in the order they were made; undefined
   *   if that is not known
   */
  update(
    input: AnalysisInput,
    changes: readonly TextChange[] | undefined,
    pause: () => boolean,
  ): Generator<void, Analysis>;
  /** The scripts of the last answer, for whoever needs every command of them; none while an update runs. */
  readonly scripts: readonly ParsedScript[];
  dispose(): void;
}

/** A script with its syntax, which stays its document's own: it is gone with the next update. */
export interface ParsedScript {
  readonly script: Script;
  readonly syntax: Syntax;
}

const nothing: Analysis = { signIns: [], findings: [], skipped: undefined, needs: [] };

/** Says whether a text needs to be analysed at all: where no word of a sign-in or a step stands, nothing can be found. */
export function hasCandidate(text: string): boolean {
  return text.search(signInCandidate) >= 0 || stepCandidate.test(text);
}

/** Says the same of a text that came of one without a candidate: it can only stand where something has changed. */
function hasNewCandidate(text: string, changes: readonly TextChange[]): boolean {
  const change = changes.reduce<TextChange | undefined>(joined, undefined);
  if (change === undefined) return false;
  const start = Math.max(0, change.start - longestCandidate);
  return hasCandidate(text.slice(start, change.newEnd + longestCandidate));
}

/**
 * Opens a document for analysis.
 *
 * @param grammar gives the grammars that are loaded
 */
export function openDocument(grammar: Grammars): DocumentAnalysis {
  const kept: Kept[] = [];
  /** They lag behind the text until a parse has run to its end; changes pile up for them meanwhile. */
  let pending: readonly TextChange[] | undefined = [];
  let parsed: readonly ParsedScript[] = [];
  /** True if the scripts of the last text stood in another format. */
  let wasEmbedded = false;
  /** True if the last text had no candidate. */
  let isSilent = false;
  /** What has been read of commands, which stay the same where the text does, under these settings. */
  let signInsRead = new WeakMap<Command, SignIn | 'none'>();
  let readUnder: Settings | undefined;

  const readerUnder = (settings: Settings): SignInReader => {
    if (readUnder !== settings) signInsRead = new WeakMap();
    readUnder = settings;
    return (command, dialect) => {
      const read = signInsRead.get(command) ?? readSignIn(command, dialect, settings) ?? 'none';
      signInsRead.set(command, read);
      return read === 'none' ? undefined : read;
    };
  };

  /** @param isEmbedded true if the document's changes are not those of the script */
  const keptFor = (index: number, { dialect, text }: Script, isEmbedded: boolean): Kept => {
    const known = kept[index];
    if (known?.dialect === dialect) {
      const change = isEmbedded ? difference(known.text, text) : undefined;
      if (change !== undefined) changed(known, change);
      known.text = text;
      return known;
    }
    known?.syntax.dispose();
    const opened = { syntax: shells[dialect].open(grammar), searcher: openSearcher(), dialect, text };
    kept[index] = opened;
    return opened;
  };
  const drop = (from = 0): void => {
    for (const { syntax } of kept.splice(from)) syntax.dispose();
    parsed = [];
  };

  return {
    *update(input, changes, pause) {
      parsed = [];
      pending = pending !== undefined && changes !== undefined ? [...pending, ...changes] : undefined;
      const { document, settings } = input;
      if (document.text.length > maxTextLength) {
        drop();
        isSilent = false;
        pending = [];
        return { ...nothing, skipped: 'The file is too long to be a script; it was not looked at.' };
      }
      isSilent = !(isSilent && changes !== undefined
        ? hasNewCandidate(document.text, changes)
        : hasCandidate(document.text));
      const format = settings.enable && !isSilent ? formatOf(document) : undefined;
      if (format === undefined) {
        drop();
        pending = [];
        return nothing;
      }
      const scripts = format.scripts(document);
      const isEmbedded = scripts.length !== 1 || scripts[0]?.text !== document.text;
      if (isEmbedded !== wasEmbedded || pending === undefined || pending.length > 1000) drop();
      wasEmbedded = isEmbedded;
      if (!isEmbedded && kept[0] !== undefined) for (const change of pending ?? []) changed(kept[0], change);
      pending = [];
      drop(scripts.length);

      const readOne = readerUnder(settings);
      const signIns: AnalysedSignIn[] = [];
      const findings: LocatedFinding[] = [];
      const read: ParsedScript[] = [];
      let skipped: string | undefined;
      const steps = format.hostSteps?.(document) ?? [];
      const silencedAround = documentSilencer(document.text, scripts, steps);
      for (const step of steps) findings.push(...findingsAt(step, input, silencedAround));
      for (const [index, script] of scripts.entries()) {
        const own = keptFor(index, script, isEmbedded);
        const parsing = own.syntax.parse(script.text, pause);
        while (parsing.next().done !== true) yield;
        if (own.syntax.needs.length > 0) return { ...nothing, needs: own.syntax.needs };
        const syntax = withHoles(own.syntax, script.holes);
        read.push({ script, syntax });
        const parts = { script, matches: own.searcher.search(script.text), syntax };
        const analysed = yield* analyseScript(parts, input, readOne, silencedAround, pause);
        signIns.push(...analysed.signIns);
        if (!analysed.complete) {
          skipped = `Only the first ${maxCandidates} places that may sign in were looked at.`;
        }
        const bySignIn = new Map(analysed.signIns.map((each) => [each.signIn, each]));
        for (const finding of analysed.findings) {
          findings.push(inDocument(finding, script, finding.signIn && bySignIn.get(finding.signIn)));
        }
      }
      findings.sort((a, b) => a.range.start - b.range.start);
      parsed = read;
      return { signIns, findings, skipped, needs: [] };
    },
    get scripts() {
      return parsed;
    },
    dispose: () => {
      drop();
    },
  };
}

/** What is kept for the next version of a script, with the text that it is of. */
interface Kept {
  readonly syntax: Syntax;
  readonly searcher: Searcher;
  readonly dialect: Dialect;
  text: string;
}

function changed({ syntax, searcher }: Kept, change: TextChange): void {
  syntax.changed(change);
  searcher.changed(change);
}

/** Says what sign-in a command is, if it is one. */
type SignInReader = (command: Command, dialect: Dialect) => SignIn | undefined;

/** What is known of the place where a script runs. */
interface Surroundings {
  readonly host: HostId;
  readonly attended: Attendance;
  readonly dialect: Dialect;
}

/** Finds the sign-ins of one script and says what is wrong with them; the ranges count in the script. */
function* analyseScript(
  { script, matches, syntax }: ParsedScript & { readonly matches: Matches },
  { settings, host }: AnalysisInput,
  readOne: SignInReader,
  silencedAround: DocumentSilencer,
  pause: () => boolean,
): Generator<void, { signIns: AnalysedSignIn[]; findings: Finding[]; complete: boolean }> {
  const { text } = script;
  const candidates = matches(signInCandidate);
  const offsets = candidates.slice(0, maxCandidates).map(({ start }) => start);
  const suppressions = syntax
    .commentsAt(matches(suppressionCandidate).map(({ start }) => start))
    .flatMap((comment) => suppressionOf(comment) ?? []);
  const isSilencedWithin = silencer(suppressions, text);
  const isSilenced: Silencer = (rule, place) =>
    isSilencedWithin(rule, place) || silencedAround.inScript(rule, script, place);
  const read: SignIn[] = [];
  const others: Command[] = [];
  /** A long command may stand at many offsets. */
  const seen = new Set<number>();
  const batch = 32;
  for (let i = 0; i < offsets.length; i += batch) {
    for (const command of syntax.commandsAt(offsets.slice(i, i + batch))) {
      if (seen.has(command.range.start)) continue;
      seen.add(command.range.start);
      const signIn = readOne(command, shellOf(command, script.dialect));
      if (signIn !== undefined) read.push(signIn);
      else others.push(command);
    }
    if (pause()) yield;
  }

  const { dialect } = script;
  const place: Surroundings = { host: host ?? script.host, attended: 'unknown', dialect };
  const signIns: AnalysedSignIn[] = [];
  const findings: Finding[] = [];
  if (read.length > 0) {
    const surveyed = yield* survey({ script, matches, syntax, signIns: read, host: place.host }, pause);
    for (const signIn of read) {
      const context = contextOf(surveyed, signIn);
      const found = findingsOf(signIn, context, settings);
      const kept = found.filter(({ rule }) => !isSilenced(rule, signIn.command));
      signIns.push({
        script,
        signIn,
        context,
        findings: kept,
        suppressed: found.filter((finding) => !kept.includes(finding)).map(({ rule }) => rule),
      });
      findings.push(...kept);
      if (pause()) yield;
    }
  }
  for (const command of others) {
    const own = { ...place, dialect: shellOf(command, place.dialect) };
    const found = commandFindingsOf(command, own, settings);
    findings.push(...found.filter(({ rule }) => !isSilenced(rule, command)));
  }
  const environment = environmentOf({ script, matches, syntax });
  for (const finding of environmentFindingsOf(environment, place, settings)) {
    if (!isSilenced(finding.rule, finding.place)) findings.push(finding);
  }
  findings.push(...commentFindings(syntax, offsets, place, settings, isSilenced));
  return { signIns, findings, complete: offsets.length === candidates.length };
}

/** What is wrong with a step that the host runs. */
function findingsAt(
  step: HostStep,
  { settings, host = step.host }: AnalysisInput,
  silencedAround: DocumentSilencer,
): readonly LocatedFinding[] {
  return stepFindingsOf(step, { host, attended: hosts[host].attended }, settings)
    .filter(({ rule }) => !silencedAround.atStep(rule, step))
    .map((finding) => ({ ...finding, script: undefined, analysed: undefined, step }));
}

/** What is wrong with sign-ins that are commented out. */
function commentFindings(
  syntax: Syntax,
  offsets: readonly number[],
  place: Surroundings,
  settings: Settings,
  isSilenced: Silencer,
): readonly Finding[] {
  return syntax.commentedCommandsAt(offsets).flatMap(({ comment, command }) => {
    const signIn = readSignIn(command, shellOf(command, place.dialect), settings);
    if (signIn === undefined) return [];
    return commentFindingsOf(comment, signIn, place, settings).filter(
      (finding) => !isSilenced(finding.rule, finding.place),
    );
  });
}

function inDocument(finding: Finding, script: Script, analysed: AnalysedSignIn | undefined): LocatedFinding {
  const { map } = script;
  return {
    ...finding,
    range: map.toDocument(finding.range),
    related: finding.related.map(({ range, message }) => ({ range: map.toDocument(range), message })),
    script,
    analysed,
  };
}
