/** Inviting a candidate: role, name, how long the link works. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, type ReactNode, useState } from "react";
import { asApiError } from "@/shared/api/errors";
import { createInvitation, invitationsQuery, rolesQuery } from "@/shared/api/reviewer";
import type { Invitation, RoleSummary } from "@/shared/api/types";
import { date } from "@/shared/format";
import { STATUS } from "@/shared/interviews/status";
import { Button } from "@/shared/ui/button";
import { SelectField, TextField } from "@/shared/ui/field";
import { LoadingPage } from "@/shared/ui/message-page";
import { ErrorNotice } from "@/shared/ui/notice";
import { Page } from "@/shared/ui/page";
import { MadeLink } from "./made-link";

const EXPIRIES_DAYS = [3, 7, 14, 30, 90];
const USUAL_DAYS = 14;

function InviteForm({ roles, roleId }: { roles: readonly RoleSummary[]; roleId: string }) {
  const queries = useQueryClient();
  const [role, setRole] = useState(roleId || (roles[0]?.id ?? ""));
  const [name, setName] = useState("");
  const [days, setDays] = useState(USUAL_DAYS);
  const made = useMutation({
    mutationFn: () => createInvitation(role, name.trim(), days),
    onSuccess: () => {
      setName("");
      return queries.invalidateQueries({ queryKey: invitationsQuery.queryKey });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    made.mutate();
  };
  return (
    <div className="grid gap-6">
      <form onSubmit={submit} className="grid items-end gap-5 sm:grid-cols-2 lg:grid-cols-[2fr_2fr_1fr_auto]">
        <SelectField label="Role" value={role} onChange={(event) => setRole(event.target.value)}>
          {roles.map((one) => (
            <option key={one.id} value={one.id}>
              {one.title}
            </option>
          ))}
        </SelectField>
        <TextField
          label="Candidate’s name"
          required
          maxLength={200}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <SelectField
          label="Link works for"
          value={days}
          onChange={(event) => setDays(Number(event.target.value))}
        >
          {EXPIRIES_DAYS.map((one) => (
            <option key={one} value={one}>
              {one} days
            </option>
          ))}
        </SelectField>
        <Button type="submit" tone="primary" busy={made.isPending}>
          Create the link
        </Button>
      </form>
      {made.isError && <ErrorNotice error={asApiError(made.error)} />}
      {made.isSuccess && <MadeLink key={made.data.id} invitation={made.data} />}
    </div>
  );
}

function Made({ invitations }: { invitations: readonly Invitation[] }) {
  return (
    <ul>
      {invitations.map((invitation) => (
        <li
          key={invitation.id}
          className="grid gap-x-6 border-line border-b py-3 sm:grid-cols-[2fr_2fr_1fr_12rem] sm:items-baseline"
        >
          <span className="font-medium">{invitation.candidate_name}</span>
          <span>{invitation.role_title}</span>
          <span className="text-soft">{STATUS[invitation.status]}</span>
          <span className="figures text-small text-soft">
            {invitation.status === "invited"
              ? `Link ${Date.parse(invitation.expires_at) < Date.now() ? "expired" : "until"} ${date(invitation.expires_at)}`
              : `By ${invitation.created_by}`}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** `roleId` is chosen beforehand; `makeRole` is the way on while there is no role. */
export function InvitationsPage({ roleId, makeRole }: { roleId: string; makeRole: ReactNode }) {
  const roles = useQuery(rolesQuery);
  const invitations = useQuery(invitationsQuery);
  const error = roles.error ?? invitations.error;
  if (!error && (!roles.data || !invitations.data)) return <LoadingPage what="Loading the invitations" />;
  return (
    <Page title="Invitations" width="wide" lead="One link, one candidate, one interview.">
      {error && <ErrorNotice error={asApiError(error)} />}
      {roles.data?.length === 0 ? (
        <div className="grid justify-items-start gap-4">
          <p>There is no role yet to invite anybody to.</p>
          {makeRole}
        </div>
      ) : (
        <div className="grid gap-12">
          <InviteForm roles={roles.data ?? []} roleId={roleId} />
          {invitations.data && invitations.data.length > 0 && (
            <section className="grid gap-2">
              <h2 className="text-lead">Made so far</h2>
              <Made invitations={invitations.data} />
            </section>
          )}
        </div>
      )}
    </Page>
  );
}
