// What goes out is written by the schemas of the contracts: what a schema does not name leaves nobody's server.
import SerializerSelector from "@fastify/fast-json-stringify-compiler";
import type { FastifySerializerCompiler } from "fastify";

export const writerOf = SerializerSelector()({}, {});

/** Servers of one process share them: their routes have the same schemas. */
const writers = new WeakMap<object, ReturnType<typeof writerOf>>();

/**
 * The writer of one route's answer, built at its first answer, as its checks are (validation.ts): to build those of all routes
 * took four fifths of the server's start (0.6 of 0.75 s). That each can be built, a test says.
 */
export const serialize: FastifySerializerCompiler<unknown> = (route) => {
  const schema = route.schema as object;
  let write = writers.get(schema);
  return (answer) => {
    write ??= writers.get(schema) ?? writerOf({ ...route, httpStatus: route.httpStatus ?? "" });
    writers.set(schema, write);
    return write(answer);
  };
};
