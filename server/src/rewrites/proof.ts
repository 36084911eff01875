import type { AnalysedSignIn, LocatedFinding } from '../engine';
import type { Edit, Fix, GivenOption, SignIn } from '../model';
import { isPlaceholder } from '../rules/literalSecret';
import { tools } from '../signIns';
import { isSecretOption, staysWithAnyIdentity } from '../signIns/option';
import { carriedBy, type Touched } from './declared';
import { commandsDiffer, type Comparison } from './sameCommands';
import type { ScriptReading } from './reading';

/** Why two readings of a script differ by more than is declared; undefined if they do not. */
export function scriptsDiffer(comparison: Comparison): string | undefined {
  const { before, after } = comparison;
  if (after.broken && !before.broken) return 'The result would be broken shell syntax.';
  const differs = commandsDiffer(comparison) ?? commentsDiffer(comparison);
  if (differs === undefined || !before.broken) return differs;
  return 'The syntax of the script is broken, so it cannot be told what a change would do: repair that first.';
}

function commentsDiffer({ before, after, moves, declared }: Comparison): string | undefined {
  const found = after.comments.filter(({ range }) => !moves.isNew(range.start));
  const isKept = found.length === before.comments.length;
  const areMoved = before.comments.every(({ range }, i) => {
    const now = found[i]?.range;
    return now?.start === moves.start(range.start) && now?.end === moves.end(range.end);
  });
  if (!isKept || !areMoved) return 'Comments of the script would change.';
  const added = after.comments.filter(({ range }) => moves.isNew(range.start)).map(({ text }) => text.trim());
  const wanted = declared.comments.map((text) => text.trim());
  return [...added].sort().join('\n') === [...wanted].sort().join('\n')
    ? undefined
    : 'The comment would not be one.';
}

/**
 * Says why a rewritten sign-in is not what a fix promises.
 *
 * @param now the sign-in as it reads then; undefined if there is none any more
 */
export function signInDiffers(
  was: AnalysedSignIn,
  now: AnalysedSignIn | undefined,
  { rule }: Pick<LocatedFinding, 'rule'>,
  fix: Fix,
  { moves, declared }: Comparison,
): string | undefined {
  if (now === undefined) return 'The sign-in would be lost.';
  const flow = fix.promises ?? was.signIn.flow;
  if (now.signIn.flow !== flow) return 'The command would not sign in as it is meant to.';
  if (flow !== 'rejected' && now.signIn.rejections.length > 0)
    return `${tools[now.signIn.tool].product} would refuse the command.`;

  const touched = declared.touched.get(was.signIn.command.range.start);
  for (const option of was.signIn.options) {
    if (!isKept(option, now.signIn, touched, moves))
      return `${tools[was.signIn.tool].spell(option.name)} would be lost or changed.`;
  }
  if (now.findings.some((finding) => finding.rule === rule)) return `The result would still be ${rule}.`;
  const known: readonly string[] = [
    ...was.findings.map((finding) => finding.rule),
    ...was.suppressed,
    ...fix.reveals,
  ];
  const caused = now.findings.find((finding) => !known.includes(finding.rule));
  return caused === undefined ? undefined : `It would cause ${caused.rule}.`;
}

/** Says whether an option is still given, with the same value, where nothing says that it changes. */
function isKept(
  { name, value, words }: GivenOption,
  { options }: SignIn,
  touched: Touched | undefined,
  moves: Comparison['moves'],
): boolean {
  const removed = touched?.edits.flatMap(({ remove }) => remove) ?? [];
  const isRemoved = words.some((word) => removed.some(({ range }) => range.start === word.range.start));
  const isReplaced =
    touched?.replaced.some((range) =>
      words.some((word) => range.start <= word.range.end && word.range.start <= range.end),
    ) ?? false;
  const hasValue = (option: GivenOption): boolean => option.value?.source === value?.source;
  if (isRemoved) {
    return !staysWithAnyIdentity(name) || options.some((each) => each.name === name && hasValue(each));
  }
  if (isReplaced)
    return options.some((each) => hasValue(each) && (each.name === name || value !== undefined));
  const start = moves.start(words[0]?.range.start ?? 0);
  return options.some((each) => each.name === name && hasValue(each) && each.words[0]?.range.start === start);
}

/**
 * Says whether new text carries a secret of the script: a piece of it that is one, or text that holds one.
 *
 * @param edits of the script
 */
export function carriesSecret(
  { signIns }: ScriptReading,
  edits: readonly Edit[],
  touched: Iterable<Touched>,
): boolean {
  const secrets = signIns.flatMap(({ signIn }) =>
    signIn.options.flatMap(({ name, value }) =>
      isSecretOption(name) && value?.value.kind === 'known' && !isPlaceholder(value.value.text)
        ? [{ text: value.value.text, range: value.range }]
        : [],
    ),
  );
  const carried = [...touched].flatMap(carriedBy);
  return secrets.some(
    ({ text, range }) =>
      carried.some((source) => source.start < range.end && range.start < source.end) ||
      // A short one may be part of any word.
      (text.length >= 4 && edits.some(({ newText }) => newText.includes(text))),
  );
}

/** Says why edits would change how a whole text is stored; undefined if they do not. */
export function storageDiffers(before: string, after: string, edits: readonly Edit[]): string | undefined {
  if (before.startsWith('\ufeff') !== after.startsWith('\ufeff')) return 'The byte order mark would be lost.';
  if (before.endsWith('\n') !== after.endsWith('\n')) return 'The end of the last line would change.';
  const hasLf = /(?:^|[^\r])\n/.test(before);
  const hasCrLf = before.includes('\r\n');
  const differs = edits.some(
    ({ newText }) =>
      (newText.includes('\r') && !hasCrLf) || (hasCrLf && !hasLf && /(?:^|[^\r])\n/.test(newText)),
  );
  return differs ? 'The line ends would change.' : undefined;
}
