import {
  openDocument,
  type Analysis,
  type AnalysisInput,
  type LocatedFinding,
} from '../../server/src/engine';
import type { Fix, HostId, Refusal } from '../../server/src/model';
import { proveFix, type Proven } from '../../server/src/rewrites';
import { defaultSettings, type Settings } from '../../server/src/settings';
import { loadGrammar } from './grammar';

/** A script that was analysed, and what its fixes come to. */
export interface Provable {
  readonly analysis: Analysis;
  readonly prove: (finding: LocatedFinding, fix: Fix) => Proven | Refusal;
}

/** Loads what is needed to prove fixes; call it in a `before`. */
export async function loadProver(): Promise<
  (text: string, options?: { path?: string; host?: HostId; settings?: Partial<Settings> }) => Provable
> {
  const grammar = await loadGrammar('tree-sitter-bash');
  return (text, { path = 'script.sh', host, settings = {} } = {}) => {
    const document = { path, languageId: undefined, text };
    const input: AnalysisInput = { document, settings: { ...defaultSettings, ...settings }, host };
    const open = openDocument(() => grammar);
    try {
      const analysing = open.update(input, undefined, () => false);
      let step = analysing.next();
      while (step.done !== true) step = analysing.next();
      return {
        analysis: step.value,
        prove: (finding, fix) => proveFix(input, () => grammar, finding, fix),
      };
    } finally {
      open.dispose();
    }
  };
}
