const units = [
  [60_000, 1_000, "s"],
  [3_600_000, 60_000, "min"],
  [86_400_000, 3_600_000, "h"],
  [Number.POSITIVE_INFINITY, 86_400_000, "d"],
] as const;

/** How long ago something was, in one unit. */
export function age(millis: number, nowMillis: number): string {
  const past = Math.max(0, nowMillis - millis);
  const [, unit, name] = units.find(([end]) => past < end) ?? units[0];
  return past < 2_000 ? "just now" : `${Math.floor(past / unit)} ${name} ago`;
}
