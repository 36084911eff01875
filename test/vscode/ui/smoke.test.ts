import { start, type Session } from '../workbench';

describe('the workbench', () => {
  let session: Session | undefined;
  afterEach(async () => session?.stop());

  it('underlines a sign-in with a password', async () => {
    session = await start({ 'deploy.sh': '#!/bin/bash\naz login -u "$AZURE_USER" -p "$AZURE_PASSWORD"\n' });
    await session.openFile('deploy.sh');
    await session.waitForSquiggle('error');
    await session.screenshot('smoke');
  });
});
