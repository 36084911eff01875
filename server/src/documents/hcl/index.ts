import { readerOf } from '../code/reader';
import { inSourceOrder } from '../code/values';
import type { Format } from '../format';
import { blocksIn } from './blocks';
import { hcl } from './language';
import { scriptsOfBlock } from './places';
import { scriptReader } from './scripts';

const readHcl = readerOf(hcl);

/** What Terraform, OpenTofu, Packer and Terragrunt run, on the machine that they run on or on one that they make. */
export const hclFile: Format = {
  id: 'hcl',
  languageIds: ['terraform', 'opentofu', 'hcl', 'packer', 'terragrunt'],
  extensions: ['.tf', '.tofu', '.hcl'],
  fileNames: [],
  paths: [],
  scripts({ text }) {
    const [tokens = [], ...expressions] = readHcl(text);
    const reader = scriptReader(text);
    return inSourceOrder([
      ...blocksIn(text, tokens).flatMap((block) => scriptsOfBlock(block, reader)),
      ...expressions.flatMap((each) => reader.files(each, 'shell', '')),
    ]);
  },
};
