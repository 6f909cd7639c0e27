// Correcting the words of a control in force: written by one, put in force by another, with whom it would reach.
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { Page } from "#web/layout/Page.tsx";
import { useParam, useUrl } from "#web/navigation.tsx";
import { useText } from "#web/text/i18n.ts";
import { Loading } from "#web/ui/states.tsx";
import { standards } from "../../contract.ts";
import { Standing } from "../EditionFrame.tsx";
import { Decide } from "./Decide.tsx";
import { Propose } from "./Propose.tsx";

export default function CorrectPage() {
  const t = useText();
  const [id, controlId] = [useParam("id"), useParam("controlId")];
  const [{ as }] = useUrl<{ as?: string | undefined }>();
  const edition = useOperation(standards.getEdition, { id });
  const read = useOperation(standards.getWordsToCorrect, { id, controlId });
  const elsewhere = useOperation(standards.listErrataNotHere, { id }, { enabled: as !== undefined });
  const error = edition.error ?? read.error ?? elsewhere.error;
  if (error) return <ErrorState error={error} />;
  if (!edition.data || !read.data || (as && !elsewhere.data)) return <Loading rows={10} />;
  const { proposed } = read.data;
  return (
    <Page
      title={t(proposed ? "erratum.proposedTitle" : "erratum.title", { control: controlId })}
      crumbs={[
        { label: t("rail.standards"), to: "/standards" },
        { label: edition.data.name.text, to: `/standards/${id}` },
        { label: controlId, to: `/standards/${id}/controls/${controlId}` },
        { label: t("erratum.correct") },
      ]}
      after={<Standing edition={edition.data} />}
    >
      {proposed ? (
        <Decide id={id} proposed={proposed} whyNot={read.data.whyNotIssue} />
      ) : (
        <Propose
          key={JSON.stringify(read.data.words)}
          id={id}
          controlId={controlId}
          read={read.data}
          elsewhere={elsewhere.data?.rows.find((one) => one.erratumId === as && one.controlId === controlId)}
        />
      )}
    </Page>
  );
}
