"use client";

type Props = { name: string; label: string; hint: string };

/** One more thing that an act can do. */
export function TickBox({ name, label, hint }: Props) {
  return (
    <label className="flex items-start gap-2.5">
      <input type="checkbox" name={name} className="mt-1 size-4 shrink-0 accent-(--ink)" />
      <span>
        <span className="block font-semibold">{label}</span>
        <span className="block text-sm text-ink-soft">{hint}</span>
      </span>
    </label>
  );
}
