import type { Range } from '../../model';
import { rangesOf } from '../embedded/holes';
import { respelled, type Layer } from '../embedded/respelled';
import { partIn, type Part } from './scalar';
import type { YamlScalar } from './tree';

/** `$$` stands for one `$`. */
const dollars: Layer = {
  special: /\$\$/g,
  meaningOf: () => '$',
  around: '',
  spell: (text) => text.replaceAll('$', () => '$$'),
};

/**
 * Takes a scalar of a YAML text in which `$NAME` and `${…}` are replaced before a shell sees it, and `$$` stands for one `$`;
 * returns the text that it holds. Sources: the Compose specification, "Interpolation"; the documentation of Buildkite,
 * "Environment variable interpolation", and of Google Cloud Build, "Substituting variable values".
 */
export function interpolated(text: string, scalar: YamlScalar): Part {
  const part = partIn(text, scalar, holesIn);
  return { ...part, ...respelled(part, dollars) };
}

function holesIn(text: string): readonly Range[] {
  const found = rangesOf(text, /\$\$|\$(?:[A-Za-z_]\w*|\{[^{}]*\})/g);
  return found.filter(({ start }) => text[start + 1] !== '$');
}
