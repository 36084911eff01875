import type { Assignment } from '../../model';
import type { ReadNode } from './reader';
import { unitsOf, type Place } from './units';
import { wholeWord } from './words';

/** `set NAME=`, also with quotes and after `call`; what `set /a` and `set /p` set says nothing here. */
const setting = /^(?:call\s+)?set[ \t,;=]+("?)([^\s=/"][^=\n"]{0,200}?)[ \t]*=/i;

/** Reads `set NAME=value` and `set "NAME=value"`; undefined if a command is none of them. */
export function assignmentOf(text: string, node: ReadNode, place: Place): Assignment | undefined {
  const found = setting.exec(text.slice(node.start, Math.min(node.end, node.start + 300)));
  if (found === null) return undefined;
  const [all, quote, name = ''] = found;
  const start = node.start + all.length;
  const nameStart = node.start + all.lastIndexOf(name);
  // What follows the last quote is left out, as cmd does.
  const last = text.slice(start, node.end).lastIndexOf('"');
  const end = quote === '"' && last >= 0 ? start + last : node.end;
  const units = unitsOf(text, { start, end }, node.redirections, place);
  return { name, value: wholeWord(text, units), range: { start: nameStart, end }, isExported: true };
}
