const paths = {
  check: "M4.5 12.5l5 5 10-11",
  clock: "M12 7v5l3 2M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z",
  alert: "M12 8v5m0 3.5v.01M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z",
  unplugged:
    "M3 3l18 18M8.5 16.4a5 5 0 0 1 7 0M5 12.9a10 10 0 0 1 5-2.7M19 12.9a10 10 0 0 0-2.2-1.6M2 8.8a15 15 0 0 1 4.2-2.6M22 8.8A15 15 0 0 0 10.7 5M12 20v.01",
  trash: "M5 7h14M10 7V4.5h4V7M7 7l.8 12.5h8.4L17 7M10.3 11v5m3.4-5v5",
  send: "M12 19V5.5M6 11l6-6 6 6",
  leave: "M14 4.5H6.5v15H14M11 12h9m-3.5-3.5L20 12l-3.5 3.5",
  down: "M12 5v13M6 13l6 6 6-6",
  up: "M5 15l7-8 7 8",
  drop: "M12 3.5c3.6 4.4 6 7.4 6 10.6a6 6 0 0 1-12 0c0-3.2 2.4-6.2 6-10.6z",
} as const;

/** A drawing of one line. It is decoration: the text beside it, or the button's label, says what it means. */
export function Icon({ name }: { name: keyof typeof paths }) {
  return (
    <svg className="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={paths[name]} />
    </svg>
  );
}
