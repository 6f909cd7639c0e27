// What became of a version: the others beside it, who adopted it, and who read its source again.
import { Go } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Panel } from "#web/ui/Panel.tsx";
import { Written } from "#web/ui/small.tsx";
import { StandingMark } from "./clock-row.tsx";
import type { RuleOf } from "./rows.ts";

export function Versions({ of }: { of: RuleOf }) {
  const t = useText();
  const format = useFormat();
  return (
    <Panel title={t("clockRule.versions")}>
      <ul className="lines">
        {of.versions.map((one) => (
          <li key={one.id}>
            {one.id === of.id ? (
              <strong>
                {t("clockRule.versionN", { count: one.version })} ({t("clockRule.thisVersion")})
              </strong>
            ) : (
              <Go to="/standards/clocks/$id" params={{ id: one.id }}>
                {t("clockRule.versionN", { count: one.version })}
              </Go>
            )}{" "}
            <StandingMark of={one.status === "draft" ? "draft" : one.isAdopted ? "adopted" : "proposed"} />
            <span className="sub clock-sub soft">
              {one.effectiveFrom
                ? t("clockRule.from", { day: format.day(one.effectiveFrom) })
                : t("clockRule.noStart")}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

export function Adoptions({ of }: { of: RuleOf }) {
  const t = useText();
  const format = useFormat();
  return (
    <Panel title={t("clockRule.adoptions")}>
      {of.adoptions.length === 0 ? (
        <p className="soft">{t("clockRule.neverAdopted")}</p>
      ) : (
        <ul className="lines">
          {of.adoptions.map((one) => (
            <li key={one.id}>
              <span>
                {t("clockRule.adoptedLine", { name: one.adoptedByName, at: format.moment(one.adoptedAt) })}
                {one.note ? (
                  <span className="sub clock-sub soft">
                    <Written text={one.note} />
                  </span>
                ) : null}
                {one.withdrawnAt ? (
                  <span className="sub clock-sub">
                    {t("clockRule.withdrawnLine", {
                      name: one.withdrawnByName ?? "–",
                      at: format.moment(one.withdrawnAt),
                      reason: one.reason ?? "",
                    })}
                  </span>
                ) : null}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

export function Reviews({ of }: { of: RuleOf }) {
  const t = useText();
  const format = useFormat();
  return (
    <Panel title={t("clockRule.reviews")}>
      <ul className="lines">
        {of.reviews.map((one) => (
          <li key={one.id}>
            <span>
              <span className="tn">{format.day(one.reviewedOn)}</span> · {one.reviewedByName} ·{" "}
              {t(one.isUnchanged ? "clockRule.unchanged" : "clockRule.changed")}
              <span className="sub clock-sub soft">
                <Written text={one.found} />
              </span>
            </span>
          </li>
        ))}
        <li className="soft">
          {of.readOn === null
            ? t("clockRule.shippedUnread")
            : of.isShipped
              ? t("clockRule.shippedRead", { day: format.day(of.readOn) })
              : t("clockRule.writtenLine", { name: of.writtenByName ?? "–", day: format.day(of.readOn) })}
        </li>
      </ul>
    </Panel>
  );
}
