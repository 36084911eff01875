// Loaded into a measured server (node --import): answers each byte on file descriptor 3 with the longest time, in
// milliseconds, for which messages had to wait since the byte before. The server knows nothing of it.
import { Socket } from 'node:net';
import { monitorEventLoopDelay } from 'node:perf_hooks';

// The finest it takes. What it records is the time between two turns of the event loop, at least that.
const delay = monitorEventLoopDelay({ resolution: 1 });
delay.enable();
const control = new Socket({ fd: 3 });
control.on('data', () => {
  control.write(`${delay.max / 1e6}\n`);
  delay.reset();
});
control.unref();
