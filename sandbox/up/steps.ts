/** Prints what is being done, and how long it took when it was long enough to wonder. */
export async function step<T>(name: string, work: () => Promise<T> | T): Promise<T> {
  const started = performance.now();
  const isTerminal = process.stdout.isTTY === true;
  const seconds = () => `${((performance.now() - started) / 1000).toFixed(1)} s`;
  if (isTerminal) process.stdout.write(`  … ${name}`);
  const ticker = isTerminal
    ? setInterval(() => process.stdout.write(`\r  … ${name} ${seconds()}`), 1_000)
    : setInterval(() => console.log(`  … ${name} (${seconds()} so far)`), 15_000);
  const clear = isTerminal ? "\r\u001b[K" : "";
  try {
    const result = await work();
    process.stdout.write(`${clear}  ✓ ${name} ${seconds()}\n`);
    return result;
  } catch (error) {
    process.stdout.write(`${clear}  ✗ ${name} ${seconds()}\n`);
    throw error;
  } finally {
    clearInterval(ticker);
  }
}

/** A problem whose message is for the person at the terminal, without a stack trace. */
export class UpError extends Error {}
