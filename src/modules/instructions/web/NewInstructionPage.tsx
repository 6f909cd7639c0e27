// A new instruction; with ?above= it passes one on that one's own unit was told, in its own words.
import { useCommand, useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { Page } from "#web/layout/Page.tsx";
import { useGo, useUrl } from "#web/navigation.tsx";
import { useSession } from "#web/session.ts";
import { currentLanguage, useText } from "#web/text/i18n.ts";
import { EmptyState, Loading, Note } from "#web/ui/states.tsx";
import { instructions } from "../contract.ts";
import { useIssuers } from "./AudienceFields.tsx";
import { emptyDraft, passedOn } from "./draft.ts";
import { InstructionForm } from "./InstructionForm.tsx";
import { refreshed } from "./rows.ts";

export default function NewInstructionPage() {
  const t = useText();
  const go = useGo();
  const { today } = useSession();
  const [{ above }] = useUrl<{ above: string }>();
  const issuers = useIssuers();
  const read = useOperation(instructions.getReceived, { id: above ?? "" }, { enabled: Boolean(above) });
  const save = useCommand(instructions.draftInstruction, refreshed);
  const failed = issuers.error ?? read.error;
  const own = issuers.data?.issuers ?? [];
  const from = above ? read.data : null;
  const isReady = issuers.data !== undefined && (!above || from !== undefined);
  const issuerId = from?.recipient.unitId ?? own[0]?.unitId ?? "";
  const empty = emptyDraft(issuerId, currentLanguage(), today);
  const latest = from?.recipient.dueOn ?? null;
  return (
    <Page
      title={t(above ? "instruction.passOnTitle" : "instruction.newTitle")}
      crumbs={[{ label: t("rail.instructions"), to: "/instructions" }, { label: t("instruction.newTitle") }]}
    >
      {failed ? (
        <ErrorState error={failed} onRetry={() => void issuers.refetch()} />
      ) : !isReady ? (
        <Loading rows={10} />
      ) : own.length === 0 ? (
        <EmptyState icon="lock" title={t("instruction.noIssuer")}>
          {t("instruction.noIssuerHelp")}
        </EmptyState>
      ) : (
        <>
          {from ? <Note>{t("instruction.passOnHelp", { title: from.instruction.title })}</Note> : null}
          <InstructionForm
            issuers={own}
            isIssuerFixed={from !== null}
            latest={latest}
            start={from && latest ? passedOn(empty, from.instruction, latest, today) : empty}
            error={save.error}
            isBusy={save.isPending}
            onSave={(draft) =>
              save.mutate(
                { ...draft, parentRecipientId: above ?? null },
                { onSuccess: ({ id }) => go({ to: "/instructions/$id", params: { id } }) },
              )
            }
            onClose={() => go({ to: "/instructions" })}
          />
        </>
      )}
    </Page>
  );
}
