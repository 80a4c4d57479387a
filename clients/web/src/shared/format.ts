/** Times and names as people read them, in the reader's own language settings where the browser knows better. */

/** 83.4 → "1:23". */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  const rest = String(whole % 60).padStart(2, "0");
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, "0")}:${rest}` : `${minutes}:${rest}`;
}

/** 22.5 → "23 minutes". */
export function minutes(value: number): string {
  const whole = Math.max(1, Math.round(value));
  return whole === 1 ? "1 minute" : `${whole} minutes`;
}

const DATE = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric" });
const DATE_AND_TIME = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
});

export function date(iso: string): string {
  return DATE.format(new Date(iso));
}

export function dateAndTime(iso: string): string {
  return DATE_AND_TIME.format(new Date(iso));
}

/** "system_design" → "System design". */
export function words(code: string): string {
  const text = code.replaceAll("_", " ").replaceAll("-", " ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}
