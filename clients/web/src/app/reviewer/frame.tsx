/** The frame of reviewers' pages: where one can go, who one is. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { LogOut } from "lucide-react";
import type { ReactNode } from "react";
import { signOut } from "@/shared/api/reviewer";
import type { Me } from "@/shared/api/types";
import { Mark } from "@/shared/voice/mark";
import { ThemeSwitch } from "../theme-switch";

const PLACES = [
  { to: "/", label: "Interviews" },
  { to: "/roles", label: "Roles" },
  { to: "/invitations", label: "Invitations" },
  { to: "/operations", label: "Reply times" },
] as const;

const PLACE =
  "inline-flex min-h-11 items-center border-b-2 border-transparent px-1 hover:border-edge aria-[current=page]:border-accent aria-[current=page]:font-medium";

function SignOut({ me }: { me: Me }) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const leaving = useMutation({
    mutationFn: signOut,
    onSuccess: async () => {
      queries.clear();
      await navigate({ to: "/sign-in" });
    },
  });
  return (
    <button
      type="button"
      onClick={() => leaving.mutate()}
      aria-label={`Sign out ${me.name}`}
      title={`Sign out ${me.name}`}
      className="grid size-11 place-items-center rounded-control border border-transparent hover:border-edge"
    >
      <LogOut className="size-5" aria-hidden="true" />
    </button>
  );
}

export function ReviewerFrame({ me, children }: { me: Me | null; children: ReactNode }) {
  return (
    <>
      <header className="border-line border-b print:hidden">
        <div className="mx-auto flex w-full max-w-page flex-wrap items-center gap-x-6 px-4 py-2 sm:px-6">
          <Link
            to="/"
            className="inline-flex min-h-11 items-center gap-3 font-semibold font-serif no-underline"
          >
            <Mark className="size-8" />
            Viva Voce
          </Link>
          {me && (
            <nav
              aria-label="Main"
              className="order-last flex basis-full flex-wrap gap-x-5 sm:order-none sm:basis-auto"
            >
              {PLACES.map(({ to, label }) => (
                <Link key={to} to={to} activeOptions={{ exact: to === "/" }} className={PLACE}>
                  {label}
                </Link>
              ))}
            </nav>
          )}
          <div className="ml-auto flex items-center">
            {me && <span className="mr-2 hidden text-small text-soft md:inline">{me.name}</span>}
            <ThemeSwitch />
            {me && <SignOut me={me} />}
          </div>
        </div>
      </header>
      {children}
    </>
  );
}
