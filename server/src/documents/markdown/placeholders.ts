import type { Dialect, Range } from '../../model';
import { rangesOf } from '../embedded/holes';

/** `<password>` and `<your tenant id>`, which a shell would take for redirections; those have blanks or signs inside. */
const angled = String.raw`(?<![<\w])<(?=[A-Za-z_])[^<>\n|&;$\x60"'()]{0,80}(?<=[\w.!?…*\]})-])>`;

/** `{{ password }}`, and `{password}`, which PowerShell would take for a block. */
const doubleBraces = String.raw`\{\{[^{}\n]{1,80}\}\}`;
const braces = String.raw`(?<![$@%\\{])\{[A-Za-z][\w .-]{0,80}\}(?!\})`;

/** `TENANT_ID`, `yourTenantId` and `my-app-name` as the value of an option, and all of it. */
const asValue = String.raw`(?<=[ \t]--?[A-Za-z][\w-]{0,40}(?:[ \t:=]["']?))`;
const named = String.raw`(?:[A-Z][A-Z\d]*(?:_[A-Z\d]+)+|(?:[Mm]y|[Yy]our)[A-Z_-][\w-]*)(?=["']?(?:[\s|;&)]|$))`;
const values = `${asValue}${named}`;

const patterns: Readonly<Record<Dialect, RegExp>> = {
  bash: new RegExp([angled, doubleBraces, braces, values].join('|'), 'g'),
  powershell: new RegExp([angled, doubleBraces, values].join('|'), 'g'),
  cmd: new RegExp([angled, doubleBraces, braces, values].join('|'), 'g'),
};

/** Finds what documentation writes in a command for its reader to replace. */
export function placeholders(text: string, dialect: Dialect): readonly Range[] {
  return rangesOf(text, patterns[dialect]);
}

/** The same in what is no script, where braces are its own. */
export function angledPlaceholders(text: string): readonly Range[] {
  return rangesOf(text, new RegExp(angled, 'g'));
}
