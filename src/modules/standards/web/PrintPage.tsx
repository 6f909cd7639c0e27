// The whole edition on paper: one control after another, without the frame (standards.css hides it when printing).
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { Page } from "#web/layout/Page.tsx";
import { useParam } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Loading } from "#web/ui/states.tsx";
import { standards } from "../contract.ts";
import "./standards.css";

export default function PrintPage() {
  const t = useText();
  const format = useFormat();
  const id = useParam("id");
  const edition = useOperation(standards.readEdition, { id });
  if (edition.isError) return <ErrorState error={edition.error} />;
  if (!edition.data) return <Loading rows={10} />;
  const { name, edition: number, effectiveOn, areas, controls, contentSha256 } = edition.data;
  return (
    <Page
      title={t("standard.editionOf", { name: name.text, edition: number })}
      crumbs={[
        { label: t("rail.standards"), to: "/standards" },
        { label: name.text, to: `/standards/${id}` },
        { label: t("standard.print") },
      ]}
      actions={
        <Button look="main" onClick={() => window.print()}>
          {t("standard.printNow")}
        </Button>
      }
    >
      <article className="paper">
        <p className="small mute">
          {effectiveOn
            ? t("standard.inForce", { day: format.day(effectiveOn, "plain") })
            : t("standard.isDraft")}{" "}
          · SHA-256 {contentSha256}
        </p>
        {areas.map((area) => (
          <section key={area.id}>
            <h2 lang={area.name.lang}>
              {area.id} {area.name.text}
            </h2>
            {area.question ? <p lang={area.question.lang}>{area.question.text}</p> : null}
            {controls
              .filter((control) => control.area === area.id)
              .map((control) => (
                <Control key={control.id} control={control} />
              ))}
          </section>
        ))}
      </article>
    </Page>
  );
}

type Said = { text: string; lang: string };
type ControlProps = {
  control: {
    id: string;
    title: Said;
    mandatory: boolean;
    requirement: Said;
    isBehind: boolean;
    evidence: Said[];
    auditTest: Said | null;
    guidance: Said | null;
    examples: Said[];
    tiers: Record<string, string>;
  };
};

function Control({ control }: ControlProps) {
  const t = useText();
  const required = Object.entries(control.tiers)
    .filter(([, demand]) => demand === "required")
    .map(([tier]) => tier);
  return (
    <section className="paper-control">
      <h3 lang={control.title.lang}>
        {control.id} {control.title.text}
        <small>
          {control.mandatory ? `${t("demand.mandatory")} · ` : ""}
          {required.join(" ")}
        </small>
      </h3>
      <p lang={control.requirement.lang}>{control.requirement.text}</p>
      {control.isBehind ? <p className="small">{t("control.behindPrinted")}</p> : null}
      {control.guidance ? (
        <p className="small soft said" lang={control.guidance.lang}>
          <b>{t("draft.guidance")}</b> {control.guidance.text}
        </p>
      ) : null}
      {control.examples.map((one, at) => (
        // The texts of one control never move.
        // oxlint-disable-next-line react/no-array-index-key
        <p key={at} className="small soft" lang={one.lang}>
          <b>{t("draft.example", { number: at + 1 })}</b> {one.text}
        </p>
      ))}
      <p className="small soft">
        <b>{t("control.proof")}</b> {control.evidence.map((one) => one.text).join(t("list.comma"))}
      </p>
      {control.auditTest ? (
        <p className="small soft" lang={control.auditTest.lang}>
          <b>{t("control.test")}</b> {control.auditTest.text}
        </p>
      ) : null}
    </section>
  );
}
