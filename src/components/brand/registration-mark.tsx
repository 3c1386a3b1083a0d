type RegistrationMarkProps = { size?: number; className?: string };

/** The cross in a circle by which a press lines its plates up. Decoration. */
export function RegistrationMark({ size = 24, className }: RegistrationMarkProps) {
  return (
    <svg
      aria-hidden="true"
      width={size}
      height={size}
      viewBox="0 0 48 48"
      fill="none"
      stroke="currentColor"
      className={className}
    >
      <circle cx="24" cy="24" r="13.5" />
      <circle cx="24" cy="24" r="7" fill="currentColor" stroke="none" />
      <path d="M24 0v17M24 31v17M0 24h17M31 24h17" />
      <path d="M24 17v14M17 24h14" style={{ stroke: "var(--paper)" }} />
    </svg>
  );
}
