// The rule whose report a clock counts from, found by what is typed: there are more of them than a list shows.
import { useState } from "react";
import { useOperation } from "#web/api.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { FindBox } from "#web/ui/FindBox.tsx";
import { LangText } from "#web/ui/small.tsx";
import { clockRules } from "../contract.ts";
import type { Listed } from "./rows.ts";
import { useSaying } from "./saying.ts";

const mostShown = 8;

type Props = {
  /** The name of the one that is chosen; null while none is. */
  name: string | null;
  /** Of these companies alone, beside what holds for every company. */
  companyIds: readonly string[];
  onChoose: (rule: { key: string; name: string }) => void;
};

export function RuleChoice({ name, companyIds, onChoose }: Props) {
  const t = useText();
  const say = useSaying();
  const [search, setSearch] = useState("");
  const [isChanging, change] = useState(false);
  const isAsked = search.trim() !== "";
  const found = useOperation(
    clockRules.listClockRules,
    { search: search.trim(), status: "in_force", limit: 50 },
    { keep: true, enabled: isAsked },
  );
  const hits = isAsked ? oneOfEach(found.data?.rows ?? [], companyIds) : [];
  return (
    <div className="field">
      <span className="label">{t("clockForm.whichReport")}</span>
      {name !== null && !isChanging ? (
        <div className="row">
          <span>
            <LangText text={name} />
          </span>
          <Button size="s" onClick={() => change(true)}>
            {t("clockForm.otherRule")}
          </Button>
        </div>
      ) : (
        <>
          <FindBox label={t("clockForm.findRule")} value={search} onFind={setSearch} />
          {hits.map((rule) => (
            <button
              key={rule.key}
              type="button"
              className="linkish clock-hit"
              onClick={() => {
                onChoose({ key: rule.key, name: rule.name });
                setSearch("");
                change(false);
              }}
            >
              <LangText text={rule.name} />
              <span className="sub clock-sub soft">
                {say.jurisdiction(rule.jurisdiction)} · {t(`clockStage.${rule.stage}`)}
                {rule.companyName ? ` · ${rule.companyName}` : ""}
              </span>
            </button>
          ))}
          {isAsked && found.data && hits.length === 0 ? (
            <p className="small soft">{t("clockForm.noRule")}</p>
          ) : null}
        </>
      )}
    </div>
  );
}

/** The last version of each rule that may be counted from. */
const oneOfEach = (rows: readonly Listed[], companyIds: readonly string[]): Listed[] =>
  [
    ...new Map(
      rows
        .filter((row) => row.companyId === null || companyIds.includes(row.companyId))
        .map((row) => [row.key, row]),
    ).values(),
  ].slice(0, mostShown);
