// How a company's result comes about, from the edition's own data: nothing on this page is code.
import type { ReactNode } from "react";
import { useParam } from "#web/navigation.tsx";
import { useText } from "#web/text/i18n.ts";
import { Sym, symbolOfVerdict } from "#web/ui/marks.tsx";
import { KeyValue, Panel } from "#web/ui/Panel.tsx";
import { Lang } from "#web/ui/small.tsx";
import { type Edition, EditionFrame } from "./EditionFrame.tsx";

type Said = { text: string; lang: string };

export default function RulesPage() {
  const t = useText();
  return (
    <EditionFrame id={useParam("id")} tab="rules" title={() => t("rules.title")}>
      {(edition) => (
        <>
          <p className="rules-lead soft">{t("rules.lead")}</p>
          <div className="cols">
            <div className="c6 stack">
              <Results edition={edition} />
              <Answers edition={edition} />
              <Sure edition={edition} />
            </div>
            <div className="c6 stack">
              <Tiers edition={edition} />
              <Evidence edition={edition} />
              <Scope edition={edition} />
            </div>
          </div>
        </>
      )}
    </EditionFrame>
  );
}

const Words = ({ said }: { said: Said | null }) =>
  said ? (
    <p className="soft" lang={said.lang}>
      {said.text}
    </p>
  ) : null;

const Text = ({ said }: { said: Said }) => <Lang lang={said.lang}>{said.text}</Lang>;

function Results({ edition }: { edition: Edition }) {
  const t = useText();
  const rows = edition.scoring.results.map(
    ({ id, name, rule }) =>
      [
        <span key={id} className="row">
          <Sym kind={id} /> <Text said={name} />
        </span>,
        <Text key="rule" said={rule} />,
      ] as const,
  );
  return (
    <Panel title={t("rules.results")}>
      <KeyValue look="wide" rows={rows} />
      <h3>{t("rules.score")}</h3>
      <p className="formula">{t("rules.scoreFormula")}</p>
      <Words said={edition.scoring.companyScore} />
      <p className="small mute">{t("rules.exact")}</p>
      <h3>{t("rules.mandatory")}</h3>
      <Words said={edition.scoring.mandatoryRule} />
      <h3>{t("rules.missing")}</h3>
      <Words said={edition.scoring.missingAnswers} />
    </Panel>
  );
}

function Answers({ edition }: { edition: Edition }) {
  const t = useText();
  return (
    <Panel title={t("rules.answers")} isFlush>
      <Table heads={[t("rules.answer"), t("rules.worth"), t("rules.needs")]}>
        {edition.answerScale.map((answer) => (
          <tr key={answer.id}>
            <td className="nowrap">
              <span className="verdict">
                <Sym kind={symbolOfVerdict[answer.id]} /> <Text said={answer.name} />
              </span>
            </td>
            <td className="num">
              {answer.halfPoints === null ? t("rules.notCounted") : answer.halfPoints / 2}
            </td>
            <td>
              <Text said={answer.needs} />
            </td>
          </tr>
        ))}
      </Table>
    </Panel>
  );
}

const Table = ({ heads, children }: { heads: readonly string[]; children: ReactNode }) => (
  <div className="scroll">
    <table className="grid roomy">
      <thead>
        <tr>
          {heads.map((head) => (
            <th key={head} scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  </div>
);

function Sure({ edition }: { edition: Edition }) {
  const t = useText();
  const { maturity } = edition;
  return (
    <Panel title={t("rules.sure")}>
      <KeyValue
        look="wide"
        rows={edition.assuranceLevels.map(
          ({ id, name, meaning }) =>
            [
              <span key={id} className="row">
                <i className={`asr ${id}`} aria-hidden="true" /> <Text said={name} />
              </span>,
              <Text key="meaning" said={meaning} />,
            ] as const,
        )}
      />
      <h3>{t("rules.maturity")}</h3>
      <Words said={maturity.rule} />
      <KeyValue
        look="wide"
        rows={maturity.levels.map(
          ({ level, name, meaning }) =>
            [
              <span key={level}>
                {level} <Text said={name} />
              </span>,
              <Text key="meaning" said={meaning} />,
            ] as const,
        )}
      />
    </Panel>
  );
}

function Tiers({ edition }: { edition: Edition }) {
  const t = useText();
  return (
    <Panel title={t("rules.tiers")}>
      <KeyValue
        look="wide"
        rows={edition.tiers.map(
          (tier) =>
            [
              <b key={tier.id}>
                {tier.id} <Text said={tier.name} />
              </b>,
              <div key="what">
                {tier.criteria ? <Text said={tier.criteria} /> : null}
                <p className="small mute">
                  {t("rules.tierCounts", {
                    required: tier.required,
                    mandatory: tier.mandatory,
                    recommended: tier.recommended,
                  })}
                  {tier.visitYears === null
                    ? ""
                    : ` · ${tier.visitYears === 1 ? t("rules.visitYearly") : t("rules.visitYears", { count: tier.visitYears })}`}
                </p>
              </div>,
            ] as const,
        )}
      />
      <Words said={edition.tierRule} />
    </Panel>
  );
}

function Evidence({ edition }: { edition: Edition }) {
  const t = useText();
  return (
    <Panel title={t("rules.evidence")}>
      <KeyValue
        rows={edition.cadences.map(
          ({ id, name, evidenceValidDays, controls }) =>
            [
              <Text key={id} said={name} />,
              <span key="days">
                {t("rules.days", { days: evidenceValidDays })}{" "}
                <small className="mute">{t("rules.controlsWith", { count: controls })}</small>
              </span>,
            ] as const,
        )}
      />
      <Words said={edition.evidenceValidityRule} />
    </Panel>
  );
}

function Scope({ edition }: { edition: Edition }) {
  const t = useText();
  const count = (controls: number) => (
    <small className="mute nowrap">{t("rules.controlsWith", { count: controls })}</small>
  );
  return (
    <Panel title={t("rules.scope")}>
      <KeyValue
        look="right"
        rows={edition.scopeConditions
          .filter((one) => one.id !== "always")
          .map((one) => [<Text key={one.id} said={one.question} />, count(one.controls)] as const)}
      />
      <h3>{t("rules.inheritance")}</h3>
      <Words said={edition.inheritanceRule} />
      <KeyValue
        look="right"
        rows={edition.sharedServices.map(
          (one) => [<Text key={one.id} said={one.name} />, count(one.controls)] as const,
        )}
      />
      <h3>{t("rules.group")}</h3>
      <Words said={edition.scoring.groupView} />
      <h3>{t("rules.revision")}</h3>
      <Words said={edition.revisionRule} />
      <Words said={edition.parametersNote} />
    </Panel>
  );
}
