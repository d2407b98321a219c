/** The longest delay a timer takes; a longer one would fire at once. */
export const maxMillis = 2 ** 31 - 1;

/** The value of the one option that is given: whole milliseconds, or 0 if it is undefined. */
export function millis(option) {
  const [[name, value]] = Object.entries(option);
  if (value === undefined) {
    return 0;
  }
  if (!Number.isInteger(value) || value < 1 || value > maxMillis) {
    throw new TypeError(`${name} must be whole milliseconds from 1 to ${maxMillis}, not ${value}.`);
  }
  return value;
}
