// A place as a whole: what is noted, said or photographed there without being about one check.
import { useText } from "#web/text/i18n.ts";
import { LangText } from "#web/ui/small.tsx";
import { isAt, type Whole } from "./entries.ts";
import { Notes } from "./Notes.tsx";
import { Photos } from "./Photos.tsx";
import type { Work } from "./work.ts";

type Props = {
  work: Work;
  place: Whole["places"][number];
  /** Nothing else is looked at here: the button at the thumb takes photos of the place. */
  isAll: boolean;
};

export function OfPlace({ work, place, isAll }: Props) {
  const t = useText();
  const spot = { placeId: place.id };
  const isHere = isAt(spot);
  const own = work.entries.filter((one) => (one.kind === "note" || one.kind === "photo") && isHere(one));
  const count = own.length + work.living.notes.filter((one) => isHere(one) && !one.isWithdrawn).length;
  return (
    <details className="of-place" open={isAll || undefined}>
      <summary>
        <span>
          <b>
            <LangText text={place.name} />
          </b>
          <small>
            {count === 0 ? t("audits.onSite.ofPlace") : t("audits.onSite.ofPlaceCount", { count })}
          </small>
        </span>
      </summary>
      <Photos work={work} spot={spot} isAtThumb={isAll} />
      <Notes work={work} spot={spot} help={t("audits.onSite.ofPlaceHelp")} />
    </details>
  );
}
