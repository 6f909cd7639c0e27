import type { Output } from "#core/contract.ts";
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { type Format, useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Panel } from "#web/ui/Panel.tsx";
import { LangText } from "#web/ui/small.tsx";
import { Loading } from "#web/ui/states.tsx";
import { reviewing } from "../../review/contract.ts";

type Entry = Output<typeof reviewing.listStory>["rows"][number];

/** What happened, the latest first: who, what, why; from the trail. */
export function Story({ id }: { id: string }) {
  const t = useText();
  const format = useFormat();
  const any = useAnyText();
  const story = useOperation(reviewing.listStory, { id });
  if (story.isError) return <ErrorState error={story.error} onRetry={() => void story.refetch()} />;
  if (!story.data) return <Loading rows={5} />;
  const { rows } = story.data;
  return (
    <Panel title={t("inspections.story")} more={t("inspections.storyMore", { count: rows.length })}>
      {rows.length === 0 ? (
        <p className="soft">{t("inspections.storyEmpty")}</p>
      ) : (
        <ol className="timeline">
          {rows.map((entry) => (
            <li key={entry.id}>
              <time dateTime={entry.at}>{format.moment(entry.at, "short")}</time>
              <div>
                <b className="strong">
                  {entry.isSystem ? t("story.byClock") : (entry.actorName ?? t("story.byGroup"))}
                </b>{" "}
                {any(`story.${entry.verb}`, valuesOf(entry, format, any))}
                {entry.onBehalfOfName ? ` · ${t("story.onBehalf", { name: entry.onBehalfOfName })}` : ""}
                {entry.said ? (
                  <p className="soft">
                    <LangText text={entry.said} />
                  </p>
                ) : null}
              </div>
            </li>
          ))}
        </ol>
      )}
    </Panel>
  );
}

/** What an event's sentence names, in the reader's words. */
function valuesOf({ data, verb }: Entry, format: Format, any: ReturnType<typeof useAnyText>) {
  const controls = Array.isArray(data["controlIds"]) ? (data["controlIds"] as string[]) : [];
  const list = (all: readonly string[]) =>
    all.length > 5 ? `${all.slice(0, 5).join(", ")} …` : all.join(", ");
  return {
    count: controls.length || Number(data["returned"] ?? data["nth"] ?? 0),
    controls: list(controls),
    decision: data["decision"] ? any(`story.decision.${String(data["decision"])}`) : "",
    result: data["result"] ? any(`result.${String(data["result"])}`) : "",
    level: any(`duty.level.${String(data["level"] ?? 0)}`),
    day: data["toAt"] ? format.moment(String(data["toAt"]), "week") : "",
    kind: data["kind"] ? any(`duty.kind.${String(data["kind"])}`) : "",
    verb,
  };
}
