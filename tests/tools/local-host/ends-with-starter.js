'use strict';

// Loaded into Azurite before its own code: it saves its tables and ends when whoever started it is gone, however that came.
// The starter holds the other end of standard input, and the system closes that end even of a program that was killed.

let isStopping = false;

function stop() {
  if (isStopping) {
    return;
  }

  isStopping = true;

  // A connection that hangs doesn't keep it.
  setTimeout(() => process.exit(), 20000).unref();

  // Azurite's own way to be asked. Nobody listens as long as it starts: then there is nothing to save.
  if (!process.emit('message', 'shutdown')) {
    process.exit();
  }
}

process.stdin.on('end', stop).on('close', stop).on('error', stop).resume();
process.on('SIGTERM', stop);

// Ctrl+C and a closed terminal reach every program in it. The starter decides when the tables aren't needed any more.
for (const signal of ['SIGINT', 'SIGHUP']) {
  process.on(signal, () => {});
}

process.on('newListener', (event, listener) => {
  if (event === 'SIGINT') {
    process.nextTick(() => process.removeListener(event, listener));
  }
});

// Nobody reads what it says about its end.
process.stdout.on('error', () => {});
process.stderr.on('error', () => {});
