import { log } from "#platform/log/log.ts";

/**
 * A download that is read piece by piece: a piece only when one is wanted, and no further one once
 * the reader has gone. The first piece is read before this returns, so that what fails at once is
 * answered as such.
 */
export async function streamPieces(
  pieces: AsyncGenerator<string, void>,
): Promise<ReadableStream<Uint8Array>> {
  const encoder = new TextEncoder();
  let waiting: IteratorResult<string, void> | null = await pieces.next();
  return new ReadableStream(
    {
      async pull(controller) {
        try {
          const piece = waiting ?? (await pieces.next());
          waiting = null;
          if (piece.done) controller.close();
          else controller.enqueue(encoder.encode(piece.value));
        } catch (err) {
          // The answer has begun: all that can be said is that it is not whole.
          log().error({ err }, "an export broke off");
          controller.error(err);
        }
      },
      async cancel() {
        await pieces.return();
      },
    },
    { highWaterMark: 0 },
  );
}
