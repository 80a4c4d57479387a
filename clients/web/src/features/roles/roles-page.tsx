/** The roles people are interviewed for. */
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { asApiError } from "@/shared/api/errors";
import { rolesQuery } from "@/shared/api/reviewer";
import type { RoleSummary } from "@/shared/api/types";
import { date, words } from "@/shared/format";
import { LoadingPage } from "@/shared/ui/message-page";
import { ErrorNotice } from "@/shared/ui/notice";
import { Page } from "@/shared/ui/page";

interface RolesPageProps {
  create: ReactNode;
  /** The way to invite somebody to this role. */
  invite(role: RoleSummary): ReactNode;
}

export function RolesPage({ create, invite }: RolesPageProps) {
  const { data: roles, error } = useQuery(rolesQuery);
  if (!roles && !error) return <LoadingPage what="Loading the roles" />;
  return (
    <Page title="Roles" width="wide" actions={create}>
      {error && <ErrorNotice error={asApiError(error)} />}
      {roles?.length === 0 && (
        <p className="max-w-measure text-lead text-soft">
          No roles yet. A role is an opening with its questions and rubric, made from a role pack.
        </p>
      )}
      <ul>
        {roles?.map((role) => (
          <li
            key={role.id}
            className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 border-line border-b py-4"
          >
            <div>
              <h2 className="text-lead">{role.title}</h2>
              <p className="text-small text-soft">
                From the pack {words(role.pack_id).toLowerCase()}, by {role.created_by},{" "}
                {date(role.created_at)}
              </p>
            </div>
            {invite(role)}
          </li>
        ))}
      </ul>
    </Page>
  );
}
