import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';

describe('the extension in an extension host', () => {
  it('starts when a shell script is opened', async () => {
    await vscode.workspace.openTextDocument({
      language: 'shellscript',
      content: 'az login -u "$USER" -p "$PASSWORD"\n',
    });
    const extension = vscode.extensions.getExtension('azmfa.azmfa');
    assert.ok(extension);
    for (let attempt = 0; attempt < 100 && !extension.isActive; attempt++) {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    assert.equal(extension.isActive, true);
  });
});
