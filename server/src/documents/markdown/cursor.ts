/** A place in a line, as Markdown counts it: a tab reaches to the next of the columns 4, 8, … and may be used in part. */
export interface Cursor {
  readonly at: number;
  /** The column of the character at `at`. */
  readonly column: number;
  /** The columns before it that are left of a tab. */
  readonly left: number;
}

/** The blanks at a cursor: their columns, and the offset of what follows them. */
export interface Indent {
  readonly columns: number;
  readonly end: number;
}

/** Source: CommonMark 0.31.2, section 2.2. */
function widthAt(text: string, at: number, column: number): number {
  const character = text[at];
  return character === ' ' ? 1 : character === '\t' ? 4 - (column % 4) : 0;
}

/** Measures the blanks at a cursor. */
export function indentAt(text: string, { at, column, left }: Cursor): Indent {
  let [end, reached] = [at, column];
  for (let width = widthAt(text, end, reached); width > 0; width = widthAt(text, end, reached)) {
    reached += width;
    end++;
  }
  return { columns: reached - column + left, end };
}

/** Moves a cursor over so many columns of blanks, or over as many as there are. */
export function overBlanks(text: string, cursor: Cursor, columns: number): Cursor {
  let { at, column, left } = cursor;
  for (let wanted = columns; wanted > 0;) {
    if (left === 0) {
      left = widthAt(text, at, column);
      if (left === 0) break;
      column += left;
      at++;
    }
    const used = Math.min(left, wanted);
    left -= used;
    wanted -= used;
  }
  return { at, column, left };
}

/** Moves a cursor that stands behind all blanks over other characters. */
export function over({ at, column }: Cursor, characters: number): Cursor {
  return { at: at + characters, column: column + characters, left: 0 };
}
