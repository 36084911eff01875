import type { Unit } from './units';

/**
 * The commands in what `powershell -Command` is given, as units that split into words like those of cmd. Just what
 * sign-ins are written with is understood: quotes, variables and what ends a command.
 *
 * @param units the arguments behind `-Command`
 */
export function powershellUnits(units: readonly Unit[]): readonly (readonly Unit[])[] {
  const commands: Unit[][] = [[]];
  const text = argumentUnits(units);
  let quote = '';
  for (let i = 0; i < text.length; i++) {
    const unit = text[i];
    if (unit === undefined) break;
    const isQuote = unit.text === '"' || unit.text === "'";
    if (isQuote && (quote === '' || quote === unit.text)) {
      quote = quote === '' ? unit.text : '';
      commands.at(-1)?.push({ ...unit, text: '"' });
    } else if (quote === '' && /^[;|\n{}]$/.test(unit.text)) commands.push([]);
    else if (unit.text === '$' && quote !== "'") {
      const end = endOfVariable(text, i);
      commands.at(-1)?.push(expanded(text.slice(i, end)));
      i = end - 1;
    } else commands.at(-1)?.push(unit);
  }
  return commands.map(withoutCallOperator);
}

/** Arguments as the program gets them: without quotes, but for those that a backslash keeps. */
function argumentUnits(units: readonly Unit[]): readonly Unit[] {
  const result: Unit[] = [];
  for (let i = 0; i < units.length; i++) {
    const unit = units[i];
    const next = units[i + 1];
    if (unit === undefined) break;
    if (unit.text === '\\' && next?.text === '"') {
      result.push({ text: '"', range: { start: unit.range.start, end: next.range.end } });
      i++;
    } else if (unit.text !== '"') result.push(unit);
  }
  return result;
}

/** The index behind a variable, `$env:X`, `${X}` or `$(…`, of which all that follows is unknown. */
function endOfVariable(units: readonly Unit[], start: number): number {
  let at = start + 1;
  if (units[at]?.text === '(') return units.length;
  if (units[at]?.text === '{') {
    while (at < units.length && units[at]?.text !== '}') at++;
    return Math.min(at + 1, units.length);
  }
  while (/^[\w:]$/.test(units[at]?.text ?? '')) at++;
  return at;
}

function expanded(units: readonly Unit[]): Unit {
  const range = { start: units[0]?.range.start ?? 0, end: units.at(-1)?.range.end ?? 0 };
  const text = units.map((unit) => unit.text).join('');
  if (text === '$') return { text, range };
  const [, scope, name] = /^\$\{?(?:(env):)?(\w+)\}?$/i.exec(text) ?? [];
  if (name === undefined) return { text: '', range, part: { kind: 'opaque' } };
  return {
    text: '',
    range,
    part: { kind: 'variable', name: scope === undefined ? `variable:${name}` : name },
  };
}

/** `& az login …`: the sign that only says that a command follows goes. */
function withoutCallOperator(units: readonly Unit[]): readonly Unit[] {
  const first = units.findIndex((unit) => unit.text !== ' ');
  const after = units[first]?.text === '&' ? first + 1 : Math.max(0, first);
  return units.slice(after);
}
