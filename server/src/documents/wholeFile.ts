import type { Dialect, Script, SourceDocument } from '../model';
import { identity } from './embedded/sourceMap';

/** The one script of a document that is nothing else. */
export function wholeFile({ text }: SourceDocument, dialect: Dialect): readonly Script[] {
  return [
    { text, dialect, host: 'shell', map: identity, holes: [], isOneLine: false, hostComment: undefined },
  ];
}
