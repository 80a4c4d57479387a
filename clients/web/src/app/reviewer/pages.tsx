/** Reviewers' lists and forms, linked with each other. */
import { useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { InterviewsPage } from "@/features/interviews/interviews-page";
import { InvitationsPage } from "@/features/invitations/invitations-page";
import { NewRolePage } from "@/features/roles/new-role-page";
import { RolesPage } from "@/features/roles/roles-page";
import { rolesQuery } from "@/shared/api/reviewer";
import { buttonClass } from "@/shared/ui/button";

export function InterviewsRoute() {
  return (
    <InterviewsPage
      open={(interview) => (
        <Link
          to="/interviews/$id"
          params={{ id: interview.id }}
          className="inline-flex min-h-6 items-center underline decoration-line underline-offset-4 hover:decoration-ink"
        >
          {interview.candidate_name}
        </Link>
      )}
      invite={
        <Link to="/invitations" className={buttonClass("primary")}>
          Invite a candidate
        </Link>
      }
    />
  );
}

export function RolesRoute() {
  return (
    <RolesPage
      create={
        <Link to="/roles/new" className={buttonClass("primary")}>
          New role
        </Link>
      }
      invite={(role) => (
        <Link
          to="/invitations"
          search={{ role: role.id }}
          className={buttonClass("plain")}
          aria-label={`Invite a candidate for ${role.title}`}
        >
          Invite a candidate
        </Link>
      )}
    />
  );
}

export function NewRoleRoute() {
  const navigate = useNavigate();
  const queries = useQueryClient();
  return (
    <NewRolePage
      onCreated={(role) => {
        void queries.invalidateQueries({ queryKey: rolesQuery.queryKey });
        void navigate({ to: "/invitations", search: { role: role.id } });
      }}
    />
  );
}

export function InvitationsRoute() {
  const { role } = useSearch({ from: "/reviewer/invitations" });
  return (
    <InvitationsPage
      roleId={role ?? ""}
      makeRole={
        <Link to="/roles/new" className={buttonClass("primary")}>
          New role
        </Link>
      }
    />
  );
}
