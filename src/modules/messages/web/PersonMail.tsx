// On a person's page: whether mail reaches them, for whoever cares for accounts.
import { useCommand, useOperation } from "#web/api.ts";
import { useMay } from "#web/session.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { Loading, Note } from "#web/ui/states.tsx";
import type { PersonPanelProps } from "#web/web-module.ts";
import { mails } from "../contract.ts";

export default function PersonMail({ personId }: PersonPanelProps) {
  const t = useText();
  const format = useFormat();
  const mayManage = useMay("account.manage");
  const troubles = useOperation(mails.listMailTroubles, { personId });
  const clear = useCommand(mails.clearMailTrouble, [mails.listMailTroubles]);
  const trouble = troubles.data?.rows[0];
  return (
    <Panel className="c6" title={trouble ? t("mail.doesNotReach") : t("rail.mails")}>
      {!troubles.data ? (
        <Loading rows={2} />
      ) : trouble ? (
        <>
          <Note kind="bad">
            {t("mail.cameBack", {
              address: trouble.address,
              day: format.momentDay(trouble.beganAt, "plain"),
            })}
          </Note>
          {trouble.reply ? <p className="sub">{trouble.reply}</p> : null}
          {mayManage ? (
            <Button size="s" isBusy={clear.isPending} onClick={() => clear.mutate({ personId })}>
              {t("mail.tryAgain")}
            </Button>
          ) : null}
        </>
      ) : (
        <p className="soft">{t("mail.troublesNone")}</p>
      )}
    </Panel>
  );
}
