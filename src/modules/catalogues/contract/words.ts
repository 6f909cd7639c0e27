import { Id, text } from "#core/contract.ts";
import { permissions as standard } from "#modules/standards/contract.ts";
import Type from "typebox";

/** Catalogues are part of the group's rule book: who publishes it takes them over, everybody who reads it reads them. */
export const permissions = { read: standard.read, take: standard.publish } as const;

export const Count = Type.Integer({ minimum: 0 });
export const byId = { params: Type.Object({ id: Id }) } as const;
export const ItemId = text(80, 1);
export const Code = Type.String({ pattern: "^[A-Za-z0-9][A-Za-z0-9_.()-]*$", minLength: 1, maxLength: 40 });
