// What a reading rests on: the mappings that touch the set, who adopted them, or the references of the standard alone.
import { useOperation } from "#web/api.ts";
import { Go } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { LangText } from "#web/ui/small.tsx";
import { mappings } from "../contract.ts";

export function RestsOn({ space }: { space: string }) {
  const t = useText();
  const format = useFormat();
  const { data } = useOperation(mappings.listMappings, {});
  if (!data) return null;
  const touching = data.rows.filter(
    (row) =>
      row.state === "adopted" &&
      row.ends.some((ends) => ends.source.space === space || ends.target.space === space),
  );
  return (
    <p className="small soft">
      {t("readiness.restsOn")} {touching.length === 0 ? t("readiness.restsOnReferences") : null}
      {touching.map((row, at) => (
        <span key={row.id}>
          {at > 0 ? " · " : ""}
          <Go to="/standards/mappings/$id" params={{ id: row.id }}>
            <LangText text={row.title} />
          </Go>{" "}
          {t("readiness.restsOnAdopted", {
            day: format.momentDay(row.adoptedAt, "short"),
            name: row.adoptedBy ?? "–",
          })}
        </span>
      ))}
    </p>
  );
}
