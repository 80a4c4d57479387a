/** A page's heading, which takes the focus when one comes to it from another page, so that screen readers start there. */
import { type ReactNode, useEffect, useRef } from "react";

/** The first page of a visit starts where the browser starts. */
let arrived = false;

interface PageProps {
  title: string;
  /** A line above the title: where one is. */
  above?: ReactNode;
  lead?: ReactNode;
  /** "column" is for reading, "wide" for lists and reports. */
  width?: "column" | "wide";
  actions?: ReactNode;
  children?: ReactNode;
}

export function Page({ title, above, lead, width = "column", actions, children }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · Viva Voce`;
    if (arrived) heading.current?.focus({ preventScroll: true });
    arrived = true;
  }, [title]);
  return (
    <main
      id="main"
      className={`mx-auto w-full px-4 pt-8 pb-16 sm:px-6 sm:pt-12 ${width === "column" ? "max-w-column" : "max-w-page"}`}
    >
      <div className="flex flex-wrap items-end justify-between gap-4">
        <div className="min-w-0">
          {above && <div className="mb-2 text-soft">{above}</div>}
          <h1 ref={heading} tabIndex={-1} className="text-title sm:text-display">
            {title}
          </h1>
        </div>
        {actions}
      </div>
      {lead && <div className="mt-3 max-w-measure text-lead text-soft">{lead}</div>}
      <div className="mt-8">{children}</div>
    </main>
  );
}
