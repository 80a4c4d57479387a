/** A whole page that says one thing: an error, an empty state, a wait. Always with a next step. */
import type { ReactNode } from "react";
import { Mark } from "../voice/mark";
import { Page } from "./page";

interface MessagePageProps {
  title: string;
  children?: ReactNode;
  actions?: ReactNode;
}

export function MessagePage({ title, children, actions }: MessagePageProps) {
  return (
    <Page title={title} above={<Mark className="mb-4 size-14" />}>
      <div className="grid max-w-measure gap-4">{children}</div>
      {actions && <div className="mt-8 flex flex-wrap gap-3">{actions}</div>}
    </Page>
  );
}

/** Shown only when something takes longer than a blink. */
export function LoadingPage({ what }: { what: string }) {
  return (
    <main
      id="main"
      className="mx-auto grid w-full max-w-column place-items-center gap-4 px-4 py-24"
      aria-busy="true"
    >
      <Mark className="size-14" />
      <p role="status" className="text-soft">
        {what}
      </p>
    </main>
  );
}
