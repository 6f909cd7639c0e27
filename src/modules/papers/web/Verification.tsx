// Is this file the one that was signed? Its hash is computed here; the file does not leave the device.
import { useMutation } from "@tanstack/react-query";
import type { Output } from "#core/contract.ts";
import { type ApiError, call } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { FileDrop } from "#web/ui/FileDrop.tsx";
import { KeyValue } from "#web/ui/Panel.tsx";
import { Note, Panel } from "#web/ui/parts.tsx";
import { papers } from "../contract.ts";

type Verified = Output<typeof papers.verifyPaper>;
const checks = ["signature", "content", "file", "event"] as const;

async function hashOf(file: File): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function Verification() {
  const t = useText();
  const verify = useMutation<Verified, ApiError, File>({
    mutationFn: async (file) => call(papers.verifyPaper, { pdfSha256: await hashOf(file) }),
  });
  const isUnknown = verify.error?.status === 404;
  return (
    <Panel className="c6" title={t("paper.screen.verifyTitle")}>
      <div className="form">
        <p className="soft">{t("paper.screen.verifyAbout")}</p>
        <FileDrop accept=".pdf" onFiles={(files) => files[0] && verify.mutate(files[0])}>
          {t("paper.screen.verifyDrop")}
        </FileDrop>
        {isUnknown ? (
          <Note kind="warn">{t("paper.screen.unknown")}</Note>
        ) : (
          <FormError error={verify.error} />
        )}
        <div aria-live="polite">{verify.data ? <Verdict of={verify.data} /> : null}</div>
      </div>
    </Panel>
  );
}

function Verdict({ of }: { of: Verified }) {
  const t = useText();
  const format = useFormat();
  const isWhole = checks.every((check) => of.checks[check]);
  return (
    <>
      {isWhole && of.paper.isTakenBack ? (
        <Note kind="warn">{t("paper.screen.genuineTakenBack")}</Note>
      ) : isWhole ? (
        <Note kind="good">
          {t("paper.screen.genuine", {
            company: of.paper.companyName,
            round: of.paper.roundName,
            at: format.moment(of.paper.madeAt),
          })}
        </Note>
      ) : (
        <Note kind="bad">{t("paper.screen.broken")}</Note>
      )}
      <KeyValue
        rows={checks.map((check) => [
          t(`paper.screen.check.${check}`),
          t(of.checks[check] ? "paper.screen.yes" : "paper.screen.no"),
        ])}
      />
    </>
  );
}
