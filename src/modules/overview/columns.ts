// Parts of an edition as columns of a picture: areas, topics, functions or harms that any control carries.
import type { Ctx } from "#core/context.ts";
import type { PartName } from "#modules/figures/verified-only.ts";
import type { Book } from "#modules/inspections/book.ts";
import { textIn } from "#modules/standards/edition.ts";

export type Column = { id: string; name: string; controls: number; mandatory: ReadonlySet<string> };

export function columnsOf(ctx: Ctx, book: Book, part: PartName): Column[] {
  return book.frame[part].flatMap(({ id, name }) => {
    const controls = book.controls.filter((control) =>
      part === "areas"
        ? control.area === id
        : part === "topics"
          ? control.topic === id
          : control[part].includes(id),
    );
    if (controls.length === 0) return [];
    return [
      {
        id,
        name: textIn(name, ctx.language),
        controls: controls.length,
        mandatory: new Set(controls.filter((control) => control.mandatory).map((control) => control.id)),
      },
    ];
  });
}
