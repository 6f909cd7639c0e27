// Whose the rows of a source of the group are, in its own words: said once, remembered for the next file.
import { useState } from "react";
import { CompanyChoice } from "#modules/organization/web/parts.tsx";
import { useCommand } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { LangText } from "#web/ui/small.tsx";
import { ledgers } from "../contract.ts";
import { type Load, refreshed } from "./load.ts";

export function LoadWords({ load }: { load: Load }) {
  const t = useText();
  const unclear = load.words.filter((one) => one.companyId === null && !one.isLeftOut);
  const [isAll, all] = useState(false);
  if (load.words.length === 0) return null;
  const shown = isAll ? load.words : unclear;
  return (
    <Panel
      title={
        unclear.length > 0
          ? t("load.words", { count: unclear.length })
          : t("load.wordsClear", { count: load.words.length })
      }
      more={
        <Button size="s" look="quiet" onClick={() => all(!isAll)}>
          {t(isAll ? "load.wordsFew" : "load.wordsAll")}
        </Button>
      }
    >
      {shown.map((one) => (
        <Word key={one.word} load={load} word={one} />
      ))}
    </Panel>
  );
}

/** Rows that name no company: given to one, or left out, for this file alone. */
export function LoadNameless({ load }: { load: Load }) {
  const t = useText();
  const decide = useCommand(ledgers.decideLoad, refreshed);
  if (load.nameless === 0 || !load.can.decide) return null;
  const give = (nameless: string | null) => decide.mutate({ id: load.id, nameless });
  return (
    <Panel title={t("load.nameless", { count: load.nameless })}>
      <div className="cover-line">
        <span className="grow soft">
          {t("load.namelessHelp")} {load.state === "applied" ? t("load.restHelp") : ""}
        </span>
        <CompanyChoice label={t("entry.company")} value="" onChange={(id) => (id ? give(id) : undefined)} />
        <Button size="s" isBusy={decide.isPending} onClick={() => give(null)}>
          {t("load.leaveOut")}
        </Button>
        <FormError error={decide.error} />
      </div>
    </Panel>
  );
}

function Word({ load, word }: { load: Load; word: Load["words"][number] }) {
  const t = useText();
  const format = useFormat();
  const decide = useCommand(ledgers.decideLoad, refreshed);
  const say = (companyId: string | null) =>
    decide.mutate({ id: load.id, words: [{ word: word.word, companyId }] });
  return (
    <div className="cover-line">
      <span className="grow">
        <LangText text={word.word} />{" "}
        <span className="small soft">
          {t("load.wordRows", { count: word.rows, shown: format.number(word.rows) })}
        </span>
      </span>
      {load.can.decide ? (
        <>
          <CompanyChoice
            label={t("entry.company")}
            value={word.companyId ?? ""}
            onChange={(id) => say(id || null)}
          />
          <Button size="s" isBusy={decide.isPending} onClick={() => say(null)}>
            {word.isLeftOut ? t("load.leftOut") : t("load.leaveOut")}
          </Button>
        </>
      ) : (
        <span>{word.companyName ?? t("load.leftOut")}</span>
      )}
      <FormError error={decide.error} />
    </div>
  );
}
