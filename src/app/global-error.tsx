"use client";

/** The last resort, when even the layout could not be made: no words to load, so both languages. */
export default function GlobalError({ retry }: { retry: () => void }) {
  return (
    <html lang="en">
      <body>
        <title>DynamicQR</title>
        <main>
          <h1>Something went wrong</h1>
          <p>Printed codes keep working. Please try again in a moment.</p>
          <p lang="pl">Coś poszło nie tak. Wydrukowane kody działają dalej; spróbuj ponownie za chwilę.</p>
          <button type="button" onClick={retry}>
            Try again · Spróbuj ponownie
          </button>
        </main>
      </body>
    </html>
  );
}
