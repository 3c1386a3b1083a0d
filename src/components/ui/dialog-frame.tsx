import type { ComponentType, ReactNode } from "react";

/** What a dialog and a question look like; each brings its own parts of Radix. */
export const dialogFrame =
  "fixed inset-x-4 top-1/2 z-50 mx-auto max-h-[calc(100dvh-3rem)] max-w-lg -translate-y-1/2 overflow-y-auto wrap-break-word " +
  "border border-ink bg-paper p-5 sm:p-6 animate-[fade_140ms_ease-out]";

// Radix's own overlay brings a scroll lock that injects a <style>, which the content-security
// policy refuses: ours is a plain element, and globals.css holds the page still.
export function Scrim({ portal: Portal }: { portal: ComponentType<{ children?: ReactNode }> }) {
  return (
    <Portal>
      <div aria-hidden="true" className="fixed inset-0 z-40 animate-[fade_140ms_ease-out] bg-[#05090f]/60" />
    </Portal>
  );
}

/**
 * For when a dialog has closed: what was done in it may have taken away the button that opened it,
 * and focus would be nowhere.
 */
export function keepFocus(): void {
  // Radix gives focus back to the button first.
  queueMicrotask(() => {
    if (document.activeElement === document.body)
      document.getElementById("main")?.focus({ preventScroll: true });
  });
}
