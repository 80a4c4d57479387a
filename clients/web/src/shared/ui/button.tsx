/** Buttons, and links that look like them. */
import type { LucideIcon } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";

type Tone = "primary" | "plain" | "quiet" | "danger";

const BASE =
  "inline-flex min-h-11 items-center justify-center gap-2 rounded-control border px-4 py-2 font-medium no-underline transition-colors disabled:opacity-60";

const TONES: Record<Tone, string> = {
  primary: "border-accent bg-accent text-on-accent hover:bg-accent-strong hover:border-accent-strong",
  plain: "border-edge bg-raised text-ink hover:border-ink",
  quiet: "border-transparent text-ink underline decoration-line underline-offset-4 hover:decoration-ink",
  danger: "border-danger bg-raised text-danger hover:bg-danger-wash",
};

export function buttonClass(tone: Tone = "plain", extra = ""): string {
  return `${BASE} ${TONES[tone]} ${extra}`;
}

interface ButtonProps extends ComponentProps<"button"> {
  tone?: Tone;
  icon?: LucideIcon;
  /** Work is under way: the button stays focusable and says so. */
  busy?: boolean;
  children: ReactNode;
}

export function Button({
  tone = "plain",
  icon: Icon,
  busy = false,
  className = "",
  children,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      aria-disabled={busy || undefined}
      onClick={busy ? (event) => event.preventDefault() : rest.onClick}
      className={buttonClass(tone, `${busy ? "opacity-60" : ""} ${className}`)}
    >
      {Icon && <Icon className="size-5 shrink-0" aria-hidden="true" />}
      {children}
    </button>
  );
}
