// Notes, quotes and photos of a check. A photo is fetched when somebody asks for it: each look is in the trail.
import { useText } from "#web/text/i18n.ts";
import { downloadFile } from "#web/transfer.ts";
import { LangText } from "#web/ui/small.tsx";
import type { Sheet } from "./counts.ts";

export function Shown({ sheet, checkId }: { sheet: Sheet; checkId: string }) {
  const t = useText();
  const notes = sheet.notes.filter((one) => one.checkId === checkId && !one.isWithdrawn);
  const photos = notes.filter((one) => one.kind === "photo");
  return (
    <>
      {notes
        .filter((one) => one.kind !== "photo")
        .map((one) =>
          one.kind === "quote" ? (
            <blockquote key={one.id}>
              <LangText text={one.words} />
              {one.saidBy ? <footer>{one.saidBy}</footer> : null}
            </blockquote>
          ) : (
            <p key={one.id} className="soft">
              <LangText text={one.words} />
            </p>
          ),
        )}
      {photos.length > 0 ? (
        <p className="row">
          {photos.map((one, nth) => (
            <button
              key={one.id}
              type="button"
              className="linkish"
              title={one.words}
              onClick={() => void (one.fileId && downloadFile(one.fileId))}
            >
              {t("audits.sheet.photo", { number: nth + 1 })}
            </button>
          ))}
        </p>
      ) : null}
    </>
  );
}
