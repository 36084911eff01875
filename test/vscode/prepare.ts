import { install } from './browser';

/** mocha's root hook for the suites that drive a browser: exit 77 says that this machine cannot run them, and why. */
export async function mochaGlobalSetup(): Promise<void> {
  try {
    await install();
  } catch (error) {
    console.log(String(error instanceof Error ? error.message : error).replace(/\s*\n\s*/g, ' '));
    process.exit(77);
  }
}
