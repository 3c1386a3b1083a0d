import type { SVGProps } from "react";

/** Drawn on a 20 px grid with square caps; paths are strokes of 1.5 px. */
const paths = {
  plus: "M10 4v12M4 10h12",
  pause: "M7 4.5v11M13 4.5v11",
  play: "M6.5 4.5v11l8.5-5.5z",
  trash: "M3.5 5.5h13M8 5.5v-2h4v2M5.5 5.5l.75 11h7.5l.75-11M8.5 9v4.5M11.5 9v4.5",
  pencil: "M4 16l.75-3.75L13.5 3.5l3 3-8.75 8.75zM11.5 5.5l3 3",
  download: "M10 3v9.5M6 9l4 4 4-4M3.5 16.5h13",
  copy: "M7.5 7.5h9v9h-9zM4.5 12.5h-1v-9h9v1",
  external: "M11.5 3.5h5v5M16 4l-7 7M9 5.5H3.5v11h11V11",
  search: "M8.75 3.5a5.25 5.25 0 1 0 0 10.5a5.25 5.25 0 1 0 0-10.5zM13 13l4 4",
  "chevron-down": "M5 8l5 5 5-5",
  "chevron-up": "M5 12l5-5 5 5",
  "chevron-left": "M12 5l-5 5 5 5",
  "chevron-right": "M8 5l5 5-5 5",
  sort: "M6.5 16V4.5M3.5 7.5l3-3 3 3M13.5 4v11.5M10.5 12.5l3 3 3-3",
  close: "M5 5l10 10M15 5L5 15",
  check: "M4 10.5l4 4 8.5-9",
  warning: "M10 3l7.5 13.5h-15zM10 8v4M10 14v.25",
  info: "M10 3a7 7 0 1 0 0 14a7 7 0 1 0 0-14zM10 9v4.5M10 6.25v.25",
  sun: "M10 6.75a3.25 3.25 0 1 0 0 6.5a3.25 3.25 0 1 0 0-6.5zM10 2.5v1M10 16.5v1M2.5 10h1M16.5 10h1M4.7 4.7l.7.7M14.6 14.6l.7.7M4.7 15.3l.7-.7M14.6 5.4l.7-.7",
  moon: "M16.5 12A7 7 0 0 1 8 3.5a7 7 0 1 0 8.5 8.5z",
  globe:
    "M10 3a7 7 0 1 0 0 14a7 7 0 1 0 0-14zM3 10h14M10 3c2.5 2 3.5 4.5 3.5 7s-1 5-3.5 7c-2.5-2-3.5-4.5-3.5-7s1-5 3.5-7z",
  user: "M10 3.5a3.25 3.25 0 1 0 0 6.5a3.25 3.25 0 1 0 0-6.5zM3.5 16.5c.5-3 3-4 6.5-4s6 1 6.5 4",
  menu: "M3.5 6h13M3.5 10h13M3.5 14h13",
  qr: "M3.5 3.5h5v5h-5zM11.5 3.5h5v5h-5zM3.5 11.5h5v5h-5zM11.5 11.5v2M14 16.5h2.5V14M16.5 11.5H14M11.5 16.5v-.25",
  mail: "M3 4.5h14v11H3zM3.5 5.5L10 11l6.5-5.5",
  key: "M6.5 8a3.25 3.25 0 1 0 0 6.5a3.25 3.25 0 1 0 0-6.5zM9 9l7-5.5M13 5.75l2 2.5",
  logout: "M8 3.5H3.5v13H8M8.5 10h8M13 6.5l3.5 3.5-3.5 3.5",
  undo: "M7 4L3.5 7.5 7 11M4 7.5h8a4.25 4.25 0 0 1 0 8.5H7",
  calendar: "M3.5 5h13v11.5h-13zM3.5 8.5h13M7 3v3M13 3v3",
  settings: "M3 6h7M14 6h3M12 4v4M3 14h3M10 14h7M8 12v4",
  "arrow-right": "M3.5 10h13M12 5.5l4.5 4.5-4.5 4.5",
} as const;

export type IconName = keyof typeof paths;

type IconProps = Omit<SVGProps<SVGSVGElement>, "name"> & { name: IconName; size?: number };

/** Decorative: the control that holds it carries the words. */
export function Icon({ name, size = 20, ...rest }: IconProps) {
  return (
    <svg
      aria-hidden="true"
      width={size}
      height={size}
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="square"
      strokeMiterlimit="10"
      focusable="false"
      {...rest}
    >
      <path d={paths[name]} />
    </svg>
  );
}
