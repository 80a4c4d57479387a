/** A fresh invitation link. It is shown this once; only a hash of its secret is kept. */
import { Copy } from "lucide-react";
import { useState } from "react";
import type { InvitationMade } from "@/shared/api/types";
import { date } from "@/shared/format";
import { Button } from "@/shared/ui/button";
import { TextField } from "@/shared/ui/field";
import { Notice } from "@/shared/ui/notice";

export function MadeLink({ invitation }: { invitation: InvitationMade }) {
  const [copied, setCopied] = useState<"" | "Copied." | "Press Ctrl and C to copy.">("");
  const copy = () => {
    navigator.clipboard.writeText(invitation.url).then(
      () => setCopied("Copied."),
      () => setCopied("Press Ctrl and C to copy."),
    );
  };
  return (
    <Notice title={`The link for ${invitation.candidate_name}`} live="status">
      <p className="mb-3">
        Send it to them. It works until {date(invitation.expires_at)} and <strong>is not shown again</strong>.
      </p>
      <TextField
        label="Link"
        readOnly
        value={invitation.url}
        onFocus={(event) => event.target.select()}
        className="font-mono"
      />
      <div className="mt-3 flex flex-wrap items-center gap-3">
        <Button icon={Copy} onClick={copy}>
          Copy the link
        </Button>
        <span role="status">{copied}</span>
      </div>
    </Notice>
  );
}
