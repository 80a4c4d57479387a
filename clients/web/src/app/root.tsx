/** What every page has: the way past the header for keyboards, and words for what was not foreseen. */
import { createRootRoute, Link, Outlet } from "@tanstack/react-router";
import { ApiError } from "@/shared/api/errors";
import { Button, buttonClass } from "@/shared/ui/button";
import { MessagePage } from "@/shared/ui/message-page";

function Root() {
  return (
    <>
      <a
        href="#main"
        className="sr-only focus:not-sr-only focus:absolute focus:top-2 focus:left-2 focus:z-50 focus:bg-raised focus:px-4 focus:py-2"
      >
        To the content
      </a>
      <Outlet />
    </>
  );
}

function Broken({ error }: { error: unknown }) {
  const known = error instanceof ApiError;
  return (
    <MessagePage
      title={known ? error.message : "This page stumbled"}
      actions={
        <Button tone="primary" onClick={() => location.reload()}>
          Reload
        </Button>
      }
    >
      <p>{known && error.fix ? error.fix : "Reload it. If it stays, tell the people who run this server."}</p>
    </MessagePage>
  );
}

function Unknown() {
  return (
    <MessagePage
      title="There is nothing at this address"
      actions={
        <Link to="/" className={buttonClass("primary")}>
          To the interviews
        </Link>
      }
    >
      <p>If you were invited to an interview, open the whole link from your invitation.</p>
    </MessagePage>
  );
}

export const rootRoute = createRootRoute({
  component: Root,
  errorComponent: Broken,
  notFoundComponent: Unknown,
});
