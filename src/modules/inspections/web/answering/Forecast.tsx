// Where the answer leads, and what is known that does not fit it.
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Sym } from "#web/ui/marks.tsx";
import type { Verdict, WholeControl } from "./kept.ts";
import { movedBy } from "./moved.ts";
import { asLastYear, type Contradiction, contradictionsOf, forecastOf, type Row, scoreOf } from "./rules.ts";
import { useAnswering } from "./work.ts";

export function Forecast({ row }: { row: Row }) {
  const t = useText();
  const format = useFormat();
  const { rows, inspection, isContributor } = useAnswering();
  // Who was asked about a part cannot see where the whole leads.
  if (isContributor) return null;
  const now = forecastOf(rows, inspection.scoring, asLastYear);
  const without = forecastOf(rows, inspection.scoring, (one) =>
    one.controlId === row.controlId ? one.lastVerdict : asLastYear(one),
  );
  const area = inspection.areas.find((one) => one.id === row.area)?.name ?? row.area;
  const [before, after] = [scoreOf(without.areas[row.area]), scoreOf(now.areas[row.area])];
  const gaps = rows.filter((one) => one.isMandatory && asLastYear(one) !== "met");
  const why =
    now.result === "meets"
      ? t("answering.forecast.meets", { percent: inspection.scoring.meetsFromPercent })
      : gaps.length > 0
        ? t("answering.forecast.mandatory", { count: gaps.length })
        : t("answering.forecast.score", {
            percent:
              now.result === "serious"
                ? inspection.scoring.seriousBelowPercent
                : inspection.scoring.meetsFromPercent,
          });
  return (
    <dl className="fx">
      <div>
        <dt>{t("answering.forecast.company")}</dt>
        <dd>
          <Sym kind={now.result} />
          <b>
            {without.result === now.result
              ? t("answering.forecast.stays", { result: t(`result.${now.result}`) })
              : t("answering.forecast.becomes", { result: t(`result.${now.result}`) })}
          </b>
          <small>{why}</small>
        </dd>
      </div>
      <div>
        <dt>{t("answering.forecast.area", { area })}</dt>
        <dd className="tn">
          {before === after ? (
            <b>{format.score(after)}</b>
          ) : (
            <>
              <b>{format.score(before)}</b> → <b>{format.score(after)}</b>
              <small>
                {t(`answering.forecast.moved.${movedBy(row)}`, {
                  verdict: t(`verdict.${row.lastVerdict ?? "none"}`),
                })}
              </small>
            </>
          )}
          <small>
            {inspection.lastYear ? t("answering.forecast.restAsLast") : t("answering.forecast.restUnknown")}
          </small>
        </dd>
      </div>
    </dl>
  );
}

/** A sentence for each; nothing is locked by it. */
export function Contradictions({ whole, verdict }: { whole: WholeControl; verdict: Verdict | null }) {
  const t = useText();
  const format = useFormat();
  const { inspection } = useAnswering();
  const found = contradictionsOf(whole, verdict, inspection.today);
  if (found.length === 0 || !verdict) return null;
  const answer = t(`verdict.${verdict}`);
  const told = (one: Contradiction): string => {
    switch (one.code) {
      case "evidence_expired":
        return t("answering.contra.evidence_expired", { answer, day: format.day(one.day, "plain") });
      case "ledger_says_less":
        return t("answering.contra.ledger_says_less", { answer, percent: format.ratio(one.percent) });
      case "gap_still_planned":
        return t("answering.contra.gap_still_planned", {
          answer,
          year: format.fiscalYear(one.year),
          day: format.day(one.day, "plain"),
        });
      case "verified_otherwise":
        return t("answering.contra.verified_otherwise", {
          answer,
          year: format.fiscalYear(one.year),
          verdict: t(`verdict.${one.verdict}`),
        });
      case "judged_otherwise":
        return t("answering.contra.judged_otherwise", { answer, verdict: t(`verdict.${one.verdict}`) });
      case "service_says_less":
        return t("answering.contra.service_says_less", {
          answer,
          provider: one.provider,
          verdict: t(`verdict.${one.verdict}`),
        });
    }
  };
  return (
    <div role="status">
      <ul className="contradictions">
        {found.map((one) => (
          <li key={one.code}>
            <Sym kind="improve" />
            <span>{told(one)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
