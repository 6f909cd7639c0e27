import { parseArgs, type ParseArgsConfig } from "node:util";
import { StartError } from "#core/start-error.ts";

/** @throws StartError for flags that the command does not have. */
export function parsed<const T extends NonNullable<ParseArgsConfig["options"]>>(
  args: readonly string[],
  options: T,
  command: string,
) {
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    return { values, path: positionals[0], more: positionals.length > 1 };
  } catch (error) {
    throw new StartError((error as Error).message, `See: yagura help ${command}`);
  }
}
