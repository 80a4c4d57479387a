/** Something to know, in place: calm by default, red only when something failed. */
import { CircleAlert, Info } from "lucide-react";
import type { ReactNode } from "react";
import type { ApiError } from "../api/errors";

interface NoticeProps {
  tone?: "calm" | "danger";
  title?: string;
  children?: ReactNode;
  /** Announced at once (an error after an action) or when there is a pause. */
  live?: "alert" | "status";
}

export function Notice({ tone = "calm", title, children, live }: NoticeProps) {
  const Icon = tone === "danger" ? CircleAlert : Info;
  const colours = tone === "danger" ? "border-danger bg-danger-wash" : "border-accent bg-wash";
  return (
    <div role={live} className={`flex gap-3 border-l-4 px-4 py-3 ${colours}`}>
      <Icon
        className={`mt-1 size-5 shrink-0 ${tone === "danger" ? "text-danger" : "text-accent"}`}
        aria-hidden="true"
      />
      <div className="min-w-0 max-w-measure">
        {title && <p className="font-semibold">{title}</p>}
        {children}
      </div>
    </div>
  );
}

export function ErrorNotice({ error }: { error: ApiError }) {
  return (
    <Notice tone="danger" title={error.message} live="alert">
      {error.fix && <p>{error.fix}</p>}
      {error.faults.length > 0 && (
        <ul className="mt-1 list-disc pl-5">
          {error.faults.map((fault) => (
            <li key={`${fault.line}${fault.field}${fault.message}`}>
              {fault.line !== null && fault.line !== undefined && `Line ${fault.line}, `}
              <code>{fault.field}</code>: {fault.message}
            </li>
          ))}
        </ul>
      )}
    </Notice>
  );
}
