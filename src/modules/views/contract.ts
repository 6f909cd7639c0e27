import Type from "typebox";
import { contract, Id, list, nullable, oneOf, optional, RowVersion, text } from "#core/contract.ts";

/** The lists whose filter, order and columns can be kept under a name. */
export const lists = [
  "results",
  "incidents",
  "inspections",
  "findings",
  "instructions",
  "companies",
  "people",
  "members",
  "accounts",
  "trail",
  "imports",
  "jobs",
  "devices",
  "servers",
  "cloud_services",
  "user_ids",
  "information",
  "internet_exits",
  "plant_equipment",
  "product_components",
  "audit_coverage",
] as const;
export type ListName = (typeof lists)[number];

const ListOf = oneOf(...lists);
const Name = text(80, 1);
/** What the URL says of the list: a JSON object of names and plain values. The URL stays the truth; this is a copy of it. */
const Search = text(2000, 2);

const Place = Type.Object({
  unitId: Id,
  kind: text(20),
  name: text(200),
  nameEn: nullable(text(200)),
  nameJa: nullable(text(200)),
  nameZh: nullable(text(200)),
});

export const views = contract({
  listViews: {
    method: "GET",
    path: "/views",
    summary: "The views of a list: one's own, and those shared where one holds a role",
    permission: "signed_in",
    byViewer: true,
    query: Type.Object({ list: ListOf }),
    output: Type.Object({
      rows: list(
        Type.Object({
          id: Id,
          name: text(80),
          search: text(2000),
          isOwn: Type.Boolean(),
          /** The unit whose role holders see it too. */
          sharedAt: nullable(Id),
          isDefault: Type.Boolean(),
          rowVersion: RowVersion,
        }),
        200,
      ),
      /** The units where one holds a role: with whom a view can be shared. */
      places: list(Place, 50),
    }),
  },
  saveView: {
    method: "POST",
    path: "/views",
    summary: "Keep a list's filter, order and columns under a name",
    permission: "signed_in",
    body: Type.Object({ list: ListOf, name: Name, search: Search, sharedAt: optional(nullable(Id)) }),
    output: Type.Object({ id: Id }),
    events: ["view.saved"],
    errors: ["saved_views_own_name", "view.search_malformed", "view.too_many", "unit.not_found"],
  },
  changeView: {
    method: "PATCH",
    path: "/views/:id",
    summary: "Rename one's view, keep another filter in it, share it or keep it to oneself",
    permission: "signed_in",
    params: Type.Object({ id: Id }),
    body: Type.Object({
      name: optional(Name),
      search: optional(Search),
      sharedAt: optional(nullable(Id)),
      rowVersion: RowVersion,
    }),
    output: Type.Object({ rowVersion: RowVersion }),
    events: ["view.changed"],
    errors: ["saved_views_own_name", "view.search_malformed", "view.changed_meanwhile", "unit.not_found"],
  },
  removeView: {
    method: "DELETE",
    path: "/views/:id",
    summary: "Remove one's view; whoever opened the list with it opens it without from then on",
    permission: "signed_in",
    params: Type.Object({ id: Id }),
    output: Type.Object({}),
    events: ["view.removed"],
  },
  chooseDefaultView: {
    method: "PUT",
    path: "/views/default",
    summary: "The view with which a list opens for oneself; null for the plain list",
    permission: "signed_in",
    body: Type.Object({ list: ListOf, viewId: nullable(Id) }),
    output: Type.Object({}),
    noEventBecause: "how somebody's own list opens is nobody else's business",
  },
});
