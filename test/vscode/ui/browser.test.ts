import { createServer, type Server } from 'node:http';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { root } from '../../../scripts/project.mjs';
import { startWorkbench } from '../../../scripts/workbench.mjs';
import { launch } from '../browser';

const types: Readonly<Record<string, string>> = { '.js': 'text/javascript', '.json': 'application/json' };

/** Serves the built extension as a site for web extensions does. */
async function serveExtension(): Promise<{ server: Server; port: number }> {
  const server = createServer((request, response) => {
    const file = path.normalize(decodeURIComponent(request.url ?? '/')).replace(/\?.*$/, '');
    readFile(path.join(root, file)).then(
      (content) => {
        response.setHeader('content-type', types[path.extname(file)] ?? 'application/octet-stream');
        response.setHeader('access-control-allow-origin', '*');
        response.end(content);
      },
      () => {
        response.statusCode = 404;
        response.end();
      },
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, port: (server.address() as AddressInfo).port };
}

describe('the extension in a web worker', () => {
  it('underlines a sign-in, with its server in a worker of its own', async () => {
    const own = await mkdtemp(path.join(os.tmpdir(), 'azmfa-web-'));
    const folder = path.join(own, 'workspace');
    await mkdir(folder);
    await writeFile(path.join(folder, 'deploy.sh'), 'az login -u "$AZURE_USER" -p "$AZURE_PASSWORD"\n');
    const workbench = await startWorkbench({ folder, driver: true });
    const { context, page } = await launch(path.join(own, 'profile'), { bypassCSP: true });
    const { server, port } = await serveExtension();
    try {
      const extension = { scheme: 'http', authority: `127.0.0.1:${port}`, path: '/' };
      // What the workbench is told when it starts has no place for it in its address.
      await page.addInitScript(`
        new MutationObserver((_, observer) => {
          const meta = document.getElementById('vscode-workbench-web-configuration');
          if (meta === null) return;
          observer.disconnect();
          const settings = JSON.parse(meta.dataset.settings);
          settings.developmentOptions = { ...settings.developmentOptions, extensions: [${JSON.stringify(extension)}] };
          meta.dataset.settings = JSON.stringify(settings);
        }).observe(document, { childList: true, subtree: true });`);
      await page.goto(workbench.address);
      await page.locator('.explorer-folders-view .monaco-list-row', { hasText: 'deploy.sh' }).click();
      await page.locator('.squiggly-error').first().waitFor();
    } finally {
      await context.close();
      await workbench.stop();
      server.close();
      server.closeAllConnections();
      await rm(own, { recursive: true, force: true, maxRetries: 10 });
    }
  });
});
