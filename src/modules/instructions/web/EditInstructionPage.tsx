// A draft, before anybody is told.
import { useCommand, useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { Page } from "#web/layout/Page.tsx";
import { useGo, useParam } from "#web/navigation.tsx";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Loading, Note } from "#web/ui/states.tsx";
import { instructions } from "../contract.ts";
import { useIssuers } from "./AudienceFields.tsx";
import { draftOf } from "./draft.ts";
import { InstructionForm } from "./InstructionForm.tsx";
import { refreshed } from "./rows.ts";

export default function EditInstructionPage() {
  const t = useText();
  const any = useAnyText();
  const go = useGo();
  const id = useParam("id");
  const read = useOperation(instructions.getInstruction, { id });
  const issuers = useIssuers();
  const save = useCommand(instructions.changeDraft, refreshed);
  const failed = read.error ?? issuers.error;
  const back = () => go({ to: "/instructions/$id", params: { id } });
  return (
    <Page
      title={t("instruction.editTitle")}
      crumbs={[
        { label: t("rail.instructions"), to: "/instructions" },
        { label: read.data?.title ?? t("instruction.editTitle"), to: `/instructions/${id}` },
        { label: t("instruction.edit") },
      ]}
    >
      {failed ? (
        <ErrorState error={failed} onRetry={() => void read.refetch()} />
      ) : !read.data || !issuers.data ? (
        <Loading rows={10} />
      ) : read.data.can.change ? (
        <Note kind="warn">{any(`errors.${read.data.can.change}`)}</Note>
      ) : (
        <InstructionForm
          issuers={issuers.data.issuers}
          isIssuerFixed
          latest={read.data.parent?.dueOn ?? null}
          start={draftOf(read.data)}
          error={save.error}
          isBusy={save.isPending}
          onSave={({ issuerUnitId: _fixed, ...draft }) =>
            save.mutate({ ...draft, id, rowVersion: read.data.rowVersion }, { onSuccess: back })
          }
          onClose={back}
        />
      )}
    </Page>
  );
}
