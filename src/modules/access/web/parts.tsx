// What other screens show of rights: who can see the company whose record they are, the link of somebody just invited.
import { useState } from "react";
import { useMay } from "#web/session.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { type Asked, WhoList } from "./WhoList.tsx";

export { InvitationLink } from "./InviteDialog.tsx";

type Props = {
  companyId: string;
  /** What of the company the page shows: whoever may read that is listed first. */
  permission?: string;
  size?: "s";
};

/** For whoever may look up rights; nothing for everybody else. */
export function WhoCanSee({ companyId, permission = "", size }: Props) {
  const t = useText();
  const mayAsk = useMay("rights.ask");
  const [isOpen, open] = useState(false);
  if (!mayAsk) return null;
  return (
    <>
      <Button {...(size ? { size } : {})} onClick={() => open(true)}>
        {t("rights.whoSees")}
      </Button>
      {isOpen ? (
        <WhoDialog companyId={companyId} permission={permission} onClose={() => open(false)} />
      ) : null}
    </>
  );
}

type DialogProps = { companyId: string; permission: string; onClose: () => void };

function WhoDialog({ companyId, permission, onClose }: DialogProps) {
  const t = useText();
  const [asked, ask] = useState<Asked>({ permission, on: "" });
  return (
    <Dialog isOpen onClose={onClose} title={t("rights.whoSees")} size="l">
      <WhoList companyId={companyId} asked={asked} onAsk={(part) => ask({ ...asked, ...part })} />
    </Dialog>
  );
}
