// The number of whoever is on call, asked for by a tap: each reading is kept in the trail.
import { useState } from "react";
import { telephoneLink } from "#core/text/telephone.ts";
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { onCall } from "../contract.ts";

type Props = { turnId: string; name: string; hasNumber: boolean };

export function NumberOf({ turnId, name, hasNumber }: Props) {
  const t = useText();
  const [isAsked, ask] = useState(false);
  const read = useOperation(onCall.getOnCallNumber, { id: turnId }, { enabled: isAsked });
  if (!hasNumber) return <span className="small soft">{t("onCall.noNumber")}</span>;
  if (read.isError) return <ErrorState error={read.error} onRetry={() => void read.refetch()} />;
  const contact = read.data?.contact;
  if (!contact)
    return (
      <Button size="s" isBusy={isAsked && read.isPending} onClick={() => ask(true)}>
        {t("onCall.showNumber", { name })}
      </Button>
    );
  return (
    <span className="on-call-number">
      <a className="btn s accent tn" href={telephoneLink(contact.telephone)}>
        {contact.telephone}
      </a>
      {contact.remark ? <span className="small soft"> {contact.remark}</span> : null}
    </span>
  );
}
