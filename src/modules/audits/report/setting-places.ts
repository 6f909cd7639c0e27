// What was looked at, place by place, as its pages are set from it; and the photos.
import type { Language } from "#core/context.ts";
import { formatMoment } from "#core/text/format.ts";
import { textIn } from "#modules/standards/edition.ts";
import type { Drawn } from "./drawn.ts";
import { type ControlRow, isOfPlace } from "./loading.ts";
import { fallsShort } from "./rules.ts";
import type { Say } from "./words.ts";

export const titleOf = ({ book }: Drawn, controlId: string, language: Language): string => {
  const control = book.byId.get(controlId);
  return control ? textIn(control.texts.title, language) : controlId;
};

export const photoOf = (
  whole: Drawn,
  photo: Drawn["report"]["seen"]["photos"][number],
  language: Language,
) => ({
  key: photo.fileId,
  file: "",
  where: [photo.place, formatMoment(photo.takenAt, language, whole.company.timeZone)]
    .filter(Boolean)
    .join(" · "),
  words: photo.words,
});

/** As it was found there; where the reply changed the verdict of its control, that is said beside it. */
function foundOf(
  say: Say,
  { controls }: Drawn,
  check: { controlId: string; verdict: string | null },
): string {
  if (!check.verdict) return say("audits.paper.left");
  const found = say(`verdict.${check.verdict}`);
  const control = controls.find((one) => one.controlId === check.controlId);
  if (control?.settlement !== "changed" || !fallsShort(check.verdict as ControlRow["verdict"])) return found;
  return say("audits.paper.became", { found, now: say(`verdict.${control.verdict}`) });
}

export function placesOf(say: Say, whole: Drawn, language: Language) {
  const { places, photos } = whole.report.seen;
  return places
    .map((place) => ({
      ...place,
      notes: place.notes ?? [],
      photos: photos
        .filter((photo) => isOfPlace(photo, place))
        .map((photo) => photoOf(whole, photo, language)),
    }))
    .filter((place) => place.checks.length + place.notes.length + place.photos.length > 0)
    .map((place) => ({
      name: place.name,
      kind: say(`audits.place.${place.kind}`),
      notes: place.notes,
      photos: place.photos,
      checks: place.checks.map((check) => ({
        id: check.controlId,
        title: check.point ? say(`audits.point.${check.point}`) : titleOf(whole, check.controlId, language),
        test: [
          check.test ? say(`audits.test.${check.test}`) : "",
          check.lookedAt === null
            ? ""
            : say("audits.paper.items", { count: check.lookedAt, deviating: check.deviating ?? 0 }),
        ]
          .filter(Boolean)
          .join(say("audits.paper.comma")),
        verdict: check.verdict ?? "none",
        word: foundOf(say, whole, check),
      })),
    }));
}
