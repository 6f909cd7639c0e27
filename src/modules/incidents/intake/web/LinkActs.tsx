// What may be done with a link: its poster, its words, another address, its end.
import { useState } from "react";
import { useCommand } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { languageNames, useText } from "#web/text/i18n.ts";
import { downloadFrom } from "#web/transfer.ts";
import { ActionMenu } from "#web/ui/ActionMenu.tsx";
import { ConfirmDialog, Dialog } from "#web/ui/Dialog.tsx";
import { QrCode } from "#web/identity/QrCode.tsx";
import { Button } from "#web/ui/Button.tsx";
import { toast } from "#web/ui/Toasts.tsx";
import { intake } from "../contract.ts";
import { LinkDialog } from "./LinkDialog.tsx";
import type { Link } from "./links.ts";

type Act = "poster" | "change" | "renew" | "revoke";

export function LinkActs({ link }: { link: Link }) {
  const t = useText();
  const [act, setAct] = useState<Act | null>(null);
  const close = () => setAct(null);
  if (link.isOver) return null;
  return (
    <span className="row">
      <Button size="s" icon="download" onClick={() => setAct("poster")}>
        {t("intake.links.poster")}
      </Button>
      <ActionMenu
        label={link.label}
        actions={[
          { label: t("intake.links.change"), onClick: () => setAct("change") },
          { label: t("intake.links.renew"), onClick: () => setAct("renew") },
          { label: t("intake.links.revoke"), onClick: () => setAct("revoke"), isDanger: true },
        ]}
      />
      {act === "poster" ? <Poster link={link} onClose={close} /> : null}
      {act === "change" ? <LinkDialog link={link} onClose={close} /> : null}
      {act === "renew" || act === "revoke" ? <Ending link={link} act={act} onClose={close} /> : null}
    </span>
  );
}

/** The picture for telephones, as it stands on the poster, and the page to print in each language of the link. */
function Poster({ link, onClose }: { link: Link; onClose: () => void }) {
  const t = useText();
  const [busy, setBusy] = useState<string | null>(null);
  const [failed, setFailed] = useState<unknown>(null);
  const address = link.address ?? "";
  return (
    <Dialog isOpen onClose={onClose} title={`${t("intake.links.poster")}: ${link.label}`} size="s">
      <div className="form">
        <QrCode text={address} label={t("intake.poster.alt")} />
        <p className="intake-address mono">
          <a href={address} target="_blank" rel="noreferrer">
            {address}
          </a>
        </p>
        {link.languages.map((language) => (
          <Button
            key={language}
            icon="download"
            isBusy={busy === language}
            onClick={() => {
              setBusy(language);
              setFailed(null);
              downloadFrom(intake.getReportPoster, { id: link.id, language })
                .catch(setFailed)
                .finally(() => setBusy(null));
            }}
          >
            {t("intake.links.posterOf", { language: languageNames[language] })}
          </Button>
        ))}
        <FormError error={failed} />
      </div>
    </Dialog>
  );
}

function Ending({ link, act, onClose }: { link: Link; act: "renew" | "revoke"; onClose: () => void }) {
  const t = useText();
  const renew = useCommand(intake.renewReportLink, [intake.listReportLinks]);
  const revoke = useCommand(intake.revokeReportLink, [intake.listReportLinks]);
  const command = act === "renew" ? renew : revoke;
  const { id, rowVersion, label } = link;
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={t(`intake.links.${act}Title`, { label })}
      effect={t(`intake.links.${act}Effect`)}
      action={t(`intake.links.${act}`)}
      isDanger={act === "revoke"}
      isBusy={command.isPending}
      error={<FormError error={command.error} />}
      onConfirm={() =>
        command.mutate(
          { id, rowVersion },
          {
            onSuccess: () => {
              toast(t(act === "renew" ? "intake.links.renewed" : "intake.links.revoked"));
              onClose();
            },
          },
        )
      }
    />
  );
}
