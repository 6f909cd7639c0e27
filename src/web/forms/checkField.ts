// What a contract's schema says about one field, checked before anything is sent. The codes are the server's own
// (errors.schema.*), so both say the same words. It is interpreted: a compiled validator would need unsafe-eval.
export type FieldSchema = {
  type?: string;
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  format?: string;
  minimum?: number;
  maximum?: number;
  minItems?: number;
  maxItems?: number;
};

export type FieldFault = { code: string; values: Record<string, unknown> };

const formats: Record<string, RegExp> = {
  date: /^\d{4}-\d{2}-\d{2}$/,
  uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
  email: /^[^\s@]+@[^\s@]+\.[^\s@]+$/,
};

const isEmpty = (value: unknown) => value === undefined || value === null || value === "";

/** The first thing wrong with a value, or null. */
export function checkField(schema: FieldSchema, value: unknown, isRequired: boolean): FieldFault | null {
  if (isEmpty(value)) {
    const mayBeEmpty =
      value === "" &&
      schema.type === "string" &&
      (schema.minLength ?? 0) === 0 &&
      !schema.format &&
      !schema.pattern;
    return isRequired && !mayBeEmpty ? { code: "required", values: {} } : null;
  }
  if (typeof value === "string") return checkText(schema, value);
  if (typeof value === "number") return checkNumber(schema, value);
  if (Array.isArray(value)) return checkList(schema, value.length);
  return null;
}

function checkText(schema: FieldSchema, value: string): FieldFault | null {
  if (schema.minLength !== undefined && value.length < schema.minLength)
    return { code: "minLength", values: { limit: schema.minLength } };
  if (schema.maxLength !== undefined && value.length > schema.maxLength)
    return { code: "maxLength", values: { limit: schema.maxLength } };
  if (schema.pattern !== undefined && !new RegExp(schema.pattern, "u").test(value))
    return { code: "pattern", values: {} };
  const format = schema.format === undefined ? undefined : formats[schema.format];
  return format && !format.test(value) ? { code: "format", values: {} } : null;
}

function checkNumber(schema: FieldSchema, value: number): FieldFault | null {
  if (Number.isNaN(value)) return { code: "type", values: {} };
  if (schema.minimum !== undefined && value < schema.minimum)
    return { code: "minimum", values: { limit: schema.minimum } };
  if (schema.maximum !== undefined && value > schema.maximum)
    return { code: "maximum", values: { limit: schema.maximum } };
  return schema.type === "integer" && !Number.isInteger(value) ? { code: "type", values: {} } : null;
}

function checkList(schema: FieldSchema, length: number): FieldFault | null {
  if (schema.minItems !== undefined && length < schema.minItems)
    return { code: "minItems", values: { limit: schema.minItems } };
  if (schema.maxItems !== undefined && length > schema.maxItems)
    return { code: "maxItems", values: { limit: schema.maxItems } };
  return null;
}
