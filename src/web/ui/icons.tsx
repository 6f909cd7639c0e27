// The icons of the product: drawn on 16 px with one line width, so that they sit with 14 px text.
const paths = {
  home: "M2.5 7 8 2.5 13.5 7v6.5h-4v-4h-3v4h-4z",
  group: "M6 2.5h4v3H6zM1.5 10.5h4v3h-4zM10.5 10.5h4v3h-4zM8 5.5V8M3.5 10.5V8h9v2.5",
  standards: "M3 2.5h7.5A2.5 2.5 0 0 1 13 5v8.5H5a2 2 0 0 1-2-2zM3 11.5a2 2 0 0 1 2-1.5h8",
  inspections: "M3 3.5h10v10H3zM6 2v2.5M10 2v2.5M5.5 9l2 2 3.5-4",
  audits: "M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10zM10.7 10.7 14 14M5 7l1.5 1.5L9.3 5.5",
  findings: "M3.5 14V2.5h8L10 5.5l1.5 3h-8",
  incidents: "M8 2 14.5 13.5h-13zM8 6.5v3.5M8 11.700v.1",
  ledgers: "M2.5 3h11v10h-11zM2.5 6.300h11M2.5 9.700h11M6 3v10",
  devices: "M3 3.5h10v7H3zM1.5 13h13",
  people:
    "M6 7.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM1.5 13.5c0-2.5 2-4 4.5-4s4.5 1.5 4.5 4M11 3a2.3 2.3 0 0 1 0 4.300M12.5 9.800c1.3.6 2 1.9 2 3.7",
  intelligence: "M8 14V8M4.8 11.200a4.5 4.5 0 1 1 6.4 0M2.7 13.300a7.5 7.5 0 1 1 10.6 0",
  monitoring: "M1.5 8.5h3l2-5 3 9 2-4h3",
  committees: "M3 7.5h10M4.5 7.5v6M11.5 7.5v6M5 4.5a1.5 1.5 0 1 0 0-.1M11 4.5a1.5 1.5 0 1 0 0-.1",
  reports: "M3 13.5V9M6.5 13.5V5M10 13.5V7.5M13.5 13.5v-11",
  settings:
    "M2 4.5h6M11.5 4.5H14M2 11.5h2.5M8 11.5h6M9.8 6.200a1.7 1.7 0 1 0 0-3.4 1.7 1.7 0 0 0 0 3.400zM6.2 13.200a1.7 1.7 0 1 0 0-3.4 1.7 1.7 0 0 0 0 3.400z",
  unit: "M2.5 13.5v-9L8 2l5.5 2.5v9zM6 13.5v-3h4v3M5.5 6.5h1M9.5 6.5h1",
  day: "M2.5 3.5h11v10h-11zM2.5 6.5h11M5.5 2v3M10.5 2v3",
  search: "M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10zM10.7 10.7 14 14",
  down: "m5 6.5 3 3 3-3",
  up: "m5 9.5 3-3 3 3",
  right: "m6.5 5 3 3-3 3",
  left: "m9.5 5-3 3 3 3",
  menu: "M2.5 4.5h11M2.5 8h11M2.5 11.5h11",
  close: "m4 4 8 8M12 4l-8 8",
  plus: "M8 3v10M3 8h10",
  check: "m3.5 8.5 3 3 6-7",
  file: "M4 2.5h5l3 3v8H4zM9 2.5v3h3M6 8.5h4M6 11h4",
  upload: "M8 10.5v-8M5 5.5l3-3 3 3M2.5 10.5v3h11v-3",
  download: "M8 2.5v8M5 7.5l3 3 3-3M2.5 10.5v3h11v-3",
  table: "M2.5 3.5h11v9h-11zM2.5 6.5h11M6.5 6.5v6",
  picture: "M2.5 3.5h11v9h-11zM2.5 11l3.5-3.5 2.5 2.5 2-2 3 3M10.5 6.200v-.1",
  columns: "M2.5 3.5h11v9h-11zM6.2 3.5v9M9.8 3.5v9",
  grip: "M6 4v.1M10 4v.1M6 8v.1M10 8v.1M6 12v.1M10 12v.1",
  more: "M3.5 8v.1M8 8v.1M12.5 8v.1",
  return: "M3 7.5h7a3 3 0 0 1 0 6H7M5.5 5 3 7.5 5.5 10",
  clock: "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 4.5V8l2.5 1.5",
  lock: "M4 7.5h8v6H4zM5.5 7.5v-2a2.5 2.5 0 0 1 5 0v2",
  bell: "M4 11V7.5a4 4 0 0 1 8 0V11l1.5 1.5h-11zM6.8 14h2.4",
  offline:
    "M2 2l12 12M1.5 6a9 9 0 0 1 3-1.900M7.5 3.5A9 9 0 0 1 14.5 6M4 8.700a5.5 5.5 0 0 1 2.3-1.5M10.5 7.600c.6.3 1.1.6 1.5 1.100M6.3 11.200a2.5 2.5 0 0 1 3.4 0M8 13.5v.1",
  sun: "M8 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM8 1.5v1M8 13.5v1M1.5 8h1M13.5 8h1M3.4 3.400l.7.7M11.9 11.900l.7.7M3.4 12.600l.7-.7M11.9 4.100l.7-.7",
  moon: "M13 9.5A5.5 5.5 0 0 1 6.5 3 5.5 5.5 0 1 0 13 9.5z",
  system: "M2.5 3h11v8h-11zM6 13.5h4M8 11v2.5",
  leave: "M6 2.5H3v11h3M10 5l3 3-3 3M6.5 8H13",
  help: "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM6.3 6.300a1.8 1.8 0 1 1 2.5 1.700c-.5.2-.8.6-.8 1.200M8 11.300v.1",
  camera: "M2.5 4.5h2.5l1-1.5h4l1 1.5h2.5v8h-11zM8 10.5a2 2 0 1 0 0-4 2 2 0 0 0 0 4z",
} as const;

export type IconName = keyof typeof paths;

/** One icon. It says nothing to a reader: the word stands beside it, or the button has a label. */
export function Icon({ name, className }: { name: IconName; className?: string }) {
  return (
    <svg
      viewBox="0 0 16 16"
      width="16"
      height="16"
      className={className}
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={paths[name]} />
    </svg>
  );
}
