import { classNames } from "#components/ui/class-names.ts";

/** A QR finder pattern whose heart is a registration mark. */
export function LogoMark({ size = 28, className }: { size?: number; className?: string }) {
  return (
    <svg
      aria-hidden="true"
      width={size}
      height={size}
      viewBox="0 0 28 28"
      fill="none"
      stroke="currentColor"
      className={className}
    >
      <path d="M5.5 5.5h17v17h-17z" strokeWidth="3" />
      <path d="M14 0v11M14 17v11M0 14h11M17 14h11" strokeWidth="1.5" />
      <circle cx="14" cy="14" r="4.5" fill="currentColor" stroke="none" />
      <path d="M14 9.5v9M9.5 14h9" strokeWidth="1" style={{ stroke: "var(--logo-ground, var(--sheet))" }} />
    </svg>
  );
}

/** The name in two widths of one typeface: what moves is narrow, what is printed stands broad. */
export function Logo({ className }: { className?: string }) {
  return (
    <span className={classNames("inline-flex items-center gap-2.5 text-[1.25rem] leading-none", className)}>
      <LogoMark />
      <span className="tracking-[-0.02em]">
        <span className="font-medium [font-stretch:92%]">Dynamic</span>
        <span className="font-extrabold [font-stretch:125%]">QR</span>
      </span>
    </span>
  );
}
