// For an executive who does not sign in: the page to sign, and the signed page on the way back.
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { inspections } from "#modules/inspections/contract.ts";
import { Signer } from "#modules/inspections/web/parts.tsx";
import { type ApiError, useCommand } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { TextArea } from "#web/forms/fields.tsx";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { downloadFrom, upload } from "#web/transfer.ts";
import { FileDrop } from "#web/ui/FileDrop.tsx";
import { Button, Note, Panel } from "#web/ui/parts.tsx";
import { papers } from "../contract.ts";
import type { Papers } from "./papers.ts";

type Props = { of: Papers; className: string; onIssued: () => void };

export function OnPaper({ of, className, onIssued }: Props) {
  const t = useText();
  const any = useAnyText();
  const [who, choose] = useState<{ id: string; name: string } | null>(null);
  const [scan, setScan] = useState<{ id: string; name: string } | null>(null);
  const page = useMutation<void, ApiError>({
    mutationFn: () =>
      downloadFrom(papers.issueConfirmationPage, { id: of.inspectionId, language: of.companyLanguage }),
    onSuccess: onIssued,
  });
  const store = useMutation<void, ApiError, File>({
    mutationFn: async (file) => {
      const form = new FormData();
      form.append("purpose", "confirmation");
      form.append("companyId", of.companyId);
      form.append("file", file);
      setScan(await upload<{ id: string; name: string }>("/files", form));
    },
  });
  const confirm = useCommand(inspections.confirmOnPaper, [papers.listPapers, inspections.getInspection]);
  const off = of.can.confirmFor;
  const [why, setWhy] = useState("");
  const needsWhy = who !== null && !of.executives.some((one) => one.id === who.id && one.mayHaveSigned);
  return (
    <Panel className={className} title={t("paper.screen.pageTitle")}>
      <div className="form">
        <p className="soft">{t("paper.screen.pageAbout")}</p>
        {of.can.page ? (
          <Note>{any(of.can.page)}</Note>
        ) : (
          <div>
            <Button
              {...(of.isPageOld ? { look: "main" as const } : {})}
              isBusy={page.isPending}
              onClick={() => page.mutate()}
            >
              {t(of.isPageOld ? "paper.screen.pageAnew" : "paper.screen.pageDownload")}
            </Button>
          </div>
        )}
        {off ? null : (
          <>
            <Signer
              companyId={of.companyId}
              likely={of.executives.map(({ id, name, position, code, unit }) => ({
                id,
                name,
                note: [position, unit, code].filter(Boolean).join(" · "),
              }))}
              chosen={who?.id ?? ""}
              onChoose={choose}
            />
            <FileDrop
              accept=".pdf,.png,.jpg,.jpeg,.tif,.tiff,.heic,.webp"
              isSmall
              onFiles={(files) => files[0] && store.mutate(files[0])}
            >
              {scan?.name ?? t("paper.screen.scan")}
            </FileDrop>
            {needsWhy ? (
              <TextArea label={t("confirm.whyOther")} value={why} maxLength={1000} onChange={setWhy} />
            ) : null}
            <div>
              <Button
                {...(of.isPageOld ? {} : { look: "main" as const })}
                isBusy={confirm.isPending}
                offBecause={
                  of.isPageOld
                    ? t("paper.screen.pageAnewFirst")
                    : who === null
                      ? t("paper.screen.signerChoose")
                      : scan === null
                        ? t("paper.screen.scan")
                        : needsWhy && why.trim() === ""
                          ? t("errors.inspection.signer_needs_reason")
                          : null
                }
                onClick={() =>
                  who &&
                  scan &&
                  confirm.mutate({
                    id: of.inspectionId,
                    rowVersion: of.rowVersion,
                    personId: who.id,
                    fileId: scan.id,
                    ...(needsWhy ? { why: why.trim() } : {}),
                  })
                }
              >
                {t("paper.screen.confirm", { name: who?.name ?? "–" })}
              </Button>
            </div>
          </>
        )}
        <FormError error={page.error ?? store.error ?? confirm.error} />
      </div>
    </Panel>
  );
}
