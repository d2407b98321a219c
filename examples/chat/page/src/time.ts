const clock = new Intl.DateTimeFormat(undefined, { hour: "numeric", minute: "2-digit" });
const exact = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "medium" });
const dayOfThisYear = new Intl.DateTimeFormat(undefined, { weekday: "long", day: "numeric", month: "long" });
const dayOfOtherYear = new Intl.DateTimeFormat(undefined, { dateStyle: "long" });

/** The last millisecond a Date can hold. Times come from other people's clocks: none of them may break the page. */
const lastMillis = 8.64e15;

const dateOf = (millis: number): Date => new Date(Math.min(Math.max(millis, 0), lastMillis));

/** Hours and minutes. */
export const clockTime = (millis: number): string => clock.format(dateOf(millis));

/** Everything there is to know about a point in time, for a tooltip. */
export const exactTime = (millis: number): string => exact.format(dateOf(millis));

/** For machines. */
export const isoTime = (millis: number): string => dateOf(millis).toISOString();

/** The heading of a day. */
export function dayName(millis: number, nowMillis: number): string {
  const date = dateOf(millis);
  const now = new Date(nowMillis);
  if (date.toDateString() === now.toDateString()) {
    return "Today";
  }
  const yesterday = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1);
  if (date.toDateString() === yesterday.toDateString()) {
    return "Yesterday";
  }
  return (date.getFullYear() === now.getFullYear() ? dayOfThisYear : dayOfOtherYear).format(date);
}

export const isSameDay = (millis: number, otherMillis: number): boolean =>
  dateOf(millis).toDateString() === dateOf(otherMillis).toDateString();
