import { classNames } from "#components/ui/class-names.ts";

// Full tones, then the half tones by which a printer judges the run.
const patches = [
  "bg-[#009fdf]",
  "bg-[#e5007d]",
  "bg-[#ffe600]",
  "bg-key",
  "bg-[#80cfef]",
  "bg-[#f280be]",
  "bg-[#fff280]",
  "bg-[#85888b]",
];

/** The colour bar at a sheet's edge. Decoration. */
export function CmykStrip({ isUpright = false, className }: { isUpright?: boolean; className?: string }) {
  return (
    <div
      aria-hidden="true"
      className={classNames("flex forced-colors:hidden", isUpright ? "flex-col" : "flex-row", className)}
    >
      {patches.map((patch) => (
        <span
          key={patch}
          className={classNames("size-3 outline-1 -outline-offset-1 outline-rule/30", patch)}
        />
      ))}
    </div>
  );
}
