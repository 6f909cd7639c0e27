// What a profile was resolved against, and the choice of another catalogue while it is only checked.
import type { Output } from "#core/contract.ts";
import { useCommand, useOperation } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { Go, useGo } from "#web/navigation.tsx";
import { useText } from "#web/text/i18n.ts";
import { Panel } from "#web/ui/Panel.tsx";
import { Lang } from "#web/ui/small.tsx";
import { Note } from "#web/ui/states.tsx";
import { catalogues } from "../contract.ts";

type Catalogue = Output<typeof catalogues.getCatalogue>;
type Props = { one: Catalogue; sources: NonNullable<Catalogue["resolvedFrom"]> };

export function ResolvedFrom({ one, sources }: Props) {
  const t = useText();
  const others = one.problems.find((problem) => problem.kind === "other_source")?.examples ?? [];
  return (
    <Panel title={t("catalogue.resolvedFrom")}>
      {others.map((names) => (
        <Note key={names} kind="warn">
          {t("catalogue.otherSource", { names })}
        </Note>
      ))}
      <ul className="catalogue-problems">
        {sources.map((source) => (
          <li key={source.id}>
            <Go to="/standards/catalogues/$id" params={{ id: source.id }}>
              <Lang lang={source.language}>
                {source.title} ({source.version})
              </Lang>
            </Go>
          </li>
        ))}
      </ul>
      {one.can.take && one.state === "checked" ? <Against one={one} sources={sources} /> : null}
    </Panel>
  );
}

function Against({ one, sources }: Props) {
  const t = useText();
  const go = useGo();
  const list = useOperation(catalogues.listCatalogues, {});
  const open = useCommand(catalogues.openCatalogue, [catalogues.listCatalogues]);
  const used = new Set([one.id, ...sources.map((source) => source.id)]);
  const others = (list.data?.rows ?? []).filter((row) => !used.has(row.id));
  if (others.length === 0) return null;
  const resolve = (against: string) =>
    open.mutate(
      { fileId: one.fileId, against },
      { onSuccess: ({ id }) => go({ to: "/standards/catalogues/$id", params: { id } }) },
    );
  return (
    <>
      <select
        className="input auto"
        aria-label={t("catalogue.against")}
        value=""
        disabled={open.isPending}
        onChange={(event) => resolve(event.target.value)}
      >
        <option value="">{t("catalogue.against")}</option>
        {others.map((row) => (
          <option key={row.id} value={row.id}>
            {row.title} ({row.version})
          </option>
        ))}
      </select>
      <FormError error={open.error} />
    </>
  );
}
