// Approving the version that was handed in: below its text, within reach of the thumb on a phone.
import { useState } from "react";
import { useCommand } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { TextArea } from "#web/forms/fields.tsx";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { incidents } from "../../contract.ts";
import { type Notice, refreshed } from "./notice.ts";

export function ApprovePanel({ notice }: { notice: Notice }) {
  const t = useText();
  const [said, setSaid] = useState("");
  const judge = useCommand(incidents.judgeNotice, refreshed);
  const n = notice.handedN ?? 1;
  const version = notice.versions.find((one) => one.n === n);
  const more = notice.approvals - notice.approvedBy.length - 1;
  const answer = (verdict: "approved" | "returned") =>
    judge.mutate({ id: notice.id, n, verdict, said: said.trim(), rowVersion: notice.rowVersion });
  return (
    <Panel title={t("notice.approve.title", { name: notice.name })}>
      <div className="form">
        <p className="soft">
          {t("notice.approve.effect", { n, count: version?.recipients.length ?? 0 })}{" "}
          {more > 0 ? t("notice.approve.effectMore", { count: more }) : null}
        </p>
        <TextArea
          label={t("notice.approve.said")}
          isOptional
          value={said}
          maxLength={2000}
          onChange={setSaid}
        />
        <FormError error={judge.error} />
        <div className="ends notice-ends">
          <Button
            size="l"
            isBusy={judge.isPending}
            offBecause={said.trim() ? null : t("forms.first", { field: t("notice.approve.said") })}
            onClick={() => answer("returned")}
          >
            {t("notice.approve.return")}
          </Button>
          <Button look="main" size="l" isBusy={judge.isPending} onClick={() => answer("approved")}>
            {t("notice.approve.do", { n })}
          </Button>
        </div>
      </div>
    </Panel>
  );
}
