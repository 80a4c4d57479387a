/** The way in: signing in, and the very first account. */
import { useQueryClient } from "@tanstack/react-query";
import { useLocation, useRouter, useSearch } from "@tanstack/react-router";
import { SetupPage } from "@/features/sign-in/setup-page";
import { SignInPage } from "@/features/sign-in/sign-in-page";
import { meQuery } from "@/shared/api/reviewer";
import { ReviewerFrame } from "./frame";

/** Only a path of this site: an address from outside must not lead away after signing in. */
export function safePath(to: string | undefined): string {
  return to && /^\/(?![/\\])/.test(to) && !to.startsWith("/sign-in") ? to : "/";
}

function useEnter(to: string) {
  const router = useRouter();
  const queries = useQueryClient();
  return async () => {
    await queries.invalidateQueries({ queryKey: meQuery.queryKey });
    router.history.push(to);
  };
}

export function SignInRoute() {
  const { to } = useSearch({ from: "/sign-in" });
  const enter = useEnter(safePath(to));
  return (
    <ReviewerFrame me={null}>
      <SignInPage onSignedIn={() => void enter()} />
    </ReviewerFrame>
  );
}

export function SetupRoute() {
  const { token } = useSearch({ from: "/setup" });
  // Behind "#" it stays out of the logs of every server in between.
  const { hash } = useLocation();
  const enter = useEnter("/");
  return (
    <ReviewerFrame me={null}>
      <SetupPage token={token ?? hash.replace(/^token=/, "")} onDone={() => void enter()} />
    </ReviewerFrame>
  );
}
