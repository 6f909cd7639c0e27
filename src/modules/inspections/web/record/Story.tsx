import type { Output } from "#core/contract.ts";
import { TimelineList } from "#modules/trail/web/parts.tsx";
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { type Format, useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import type { TextKey } from "#web/text/keys.ts";
import { Panel } from "#web/ui/Panel.tsx";
import { Loading } from "#web/ui/states.tsx";
import { reviewing } from "../../review/contract.ts";

type Entry = Output<typeof reviewing.listStory>["rows"][number];

/** What happened, the latest first: who, what, why. */
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
        <TimelineList
          rows={rows.map((entry) => ({
            id: entry.id,
            at: entry.at,
            said: entry.said,
            what: (
              <>
                <b className="strong">{entry.actorName ?? t(unnamed(entry))}</b>{" "}
                {any(storyOf(entry), valuesOf(entry, format, any))}
                {entry.onBehalfOfName ? ` · ${t("story.onBehalf", { name: entry.onBehalfOfName })}` : ""}
              </>
            ),
          }))}
        />
      )}
    </Panel>
  );
}

/** A standing that moves because proof has run out says so; nobody has done anything. */
const storyOf = ({ verb, data }: Entry): string =>
  verb === "inspection.standing_changed" && namesIn(data["expired"]).length > 0
    ? "story.inspection.standing_expired"
    : `story.${verb}`;

const namesIn = (value: unknown): string[] => (Array.isArray(value) ? (value as string[]) : []);

const companysOwn = ["inspection.begun", "inspection.submitted", "inspection.confirmed"];

/** Whose side it was, where no name may be told or none is known. */
const unnamed = ({ isSystem, verb, onBehalfOfName }: Entry): TextKey =>
  isSystem
    ? "story.byClock"
    : companysOwn.includes(verb) && onBehalfOfName === null
      ? "story.byCompany"
      : "story.byGroup";

/** What an event's sentence names, in the reader's words. */
function valuesOf({ data, verb }: Entry, format: Format, any: ReturnType<typeof useAnyText>) {
  const one = data["controlId"];
  const controls = typeof one === "string" ? [one] : namesIn(data["controlIds"] ?? data["expired"]);
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
    number: Number(data["number"] ?? 0),
    verb,
  };
}
