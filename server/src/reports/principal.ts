import type { GivenOption, SignIn } from '../model';
import { tools } from '../signIns';
import { isSecretOption, option } from '../signIns/option';
import { partsOf, withoutSecrets } from './secrets';

/**
 * Takes a sign-in, returns who signs in as the script says it, without quotes: a name, or an expression such as
 * `$USER`; null if it names nobody, or what stands there is a secret.
 */
export function principalOf(signIn: SignIn): string | null {
  const given = tools[signIn.tool]
    .principals(signIn.flow)
    .map((name) => option(signIn, name))
    .find((each) => each !== undefined);
  if (given?.value === undefined) return null;
  const { value } = given.value;
  // What makes a credential on the spot holds a password as well.
  if (given.name === 'credential' && !partsOf(given).every(({ kind }) => kind === 'variable')) return null;
  if (value.kind !== 'known') return withoutSecrets(expressionOf(given)) || null;
  const isSecret =
    withoutSecrets(value.text) !== value.text ||
    signIn.options.some(
      ({ name, value: other }) =>
        isSecretOption(name) && other?.value.kind === 'known' && other.value.text === value.text,
    );
  return isSecret ? null : value.text || null;
}

/** A value that only the run knows, as it is written, without the quotes around it. */
function expressionOf(given: GivenOption): string {
  const { range, source } = given.value ?? { range: { start: 0, end: 0 }, source: '' };
  return partsOf(given).reduceRight((rest, part) => {
    const written = source.slice(Math.max(0, part.range.start - range.start), part.range.end - range.start);
    // Without the quotes the name would go on.
    if (part.kind === 'variable' && /^\w/.test(rest))
      return `\${${written.replace(/^\$\{?|\}$/g, '')}}${rest}`;
    if (part.kind === 'hole') return part.source + rest;
    if (part.kind !== 'literal') return written + rest;
    // Of a literal that the option begins in only the rest is the value's.
    return (part.range.start < range.start ? written.replace(/["'\\]/g, '') : part.text) + rest;
  }, '');
}
