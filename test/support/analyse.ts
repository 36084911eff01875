import { formatOf } from '../../server/src/documents';
import { openDocument, type Analysis } from '../../server/src/engine';
import type { HostId } from '../../server/src/model';
import { defaultSettings, type Settings } from '../../server/src/settings';
import type { Grammar } from '../../server/src/shells/shell';
import { loadGrammar } from './grammar';

/** Loads what `analyse` needs; call it in a `before`. */
export async function loadAnalyser(): Promise<
  (text: string, options?: { path?: string; host?: HostId; settings?: Partial<Settings> }) => Analysis
> {
  const grammar: Grammar = await loadGrammar('tree-sitter-bash');
  return (text, { path = 'script.sh', host, settings = {} } = {}) => {
    const document = { path, languageId: 'shellscript', text };
    if (!formatOf(document)) throw new Error(`${path} is of no known format`);
    const open = openDocument(() => grammar);
    try {
      const analysing = open.update(
        { document, settings: { ...defaultSettings, ...settings }, host },
        undefined,
        () => false,
      );
      for (;;) {
        const step = analysing.next();
        if (step.done) return step.value;
      }
    } finally {
      open.dispose();
    }
  };
}
