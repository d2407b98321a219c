import { dayName } from "./time";

/** The heading above a day's first message. */
export function DaySeparator({ millis }: { millis: number }) {
  return (
    <li className="day">
      <span>{dayName(millis, Date.now())}</span>
    </li>
  );
}
