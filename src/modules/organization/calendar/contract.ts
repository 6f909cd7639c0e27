import Type from "typebox";
import { contract, Day, Id, list, text } from "#core/contract.ts";
import { permissions } from "../contract/words.ts";

export const mostHolidays = 1000;
const Weekday = Type.Integer({ minimum: 1, maximum: 7 });
const Holiday = Type.Object({ day: Day, name: text(100, 1) });
const ById = Type.Object({ id: Id });

export const calendar = contract({
  getCalendar: {
    method: "GET",
    path: "/companies/:id/calendar",
    summary: "On which days a company works: its week and its holidays",
    permission: permissions.read,
    params: ById,
    output: Type.Object({
      /** False while nobody has entered one: then reminders come on any day. */
      isEntered: Type.Boolean(),
      /** ISO 8601: 1 is Monday, 7 is Sunday. */
      workDays: list(Weekday, 7),
      holidays: list(Holiday, mostHolidays),
      /** 0 while nobody has entered one. */
      rowVersion: Type.Integer({ minimum: 0, maximum: 2_147_483_647 }),
      mayChange: Type.Boolean(),
    }),
  },
  setCalendar: {
    method: "PUT",
    path: "/companies/:id/calendar",
    summary: "Enters the week and the holidays of a company; reminders still to come move with them",
    permission: permissions.manageCalendar,
    params: ById,
    body: Type.Object({
      workDays: Type.Array(Weekday, { minItems: 1, maxItems: 7, uniqueItems: true }),
      holidays: list(Holiday, mostHolidays),
      rowVersion: Type.Integer({ minimum: 0, maximum: 2_147_483_647 }),
    }),
    output: ById,
    events: ["company.calendar_set"],
    errors: ["calendar.changed_meanwhile", "calendar.day_twice"],
  },
});
