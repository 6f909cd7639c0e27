// What the door refuses before an operation is called hangs on its permission alone: of operations alike in all that the door
// looks at, one is tried for each asker and the others are known (docs/decisions/0090). The deep run tries them all.
import { isForTokens, isForViewers, isWrite, type Operation } from "#core/contract.ts";
import { AppError } from "#core/errors.ts";
import type { Door } from "#core/http/door.ts";

const isDeep = process.env["YAGURA_TEST_DEEP"] === "1";

/** All of an operation that the door looks at (src/core/http/entering.ts), and who asks. */
export const atDoor = (operation: Operation, token: string | null): string =>
  isDeep
    ? `${token} ${operation.name}`
    : JSON.stringify([
        token,
        operation.permission,
        isWrite(operation),
        isForTokens(operation),
        isForViewers(operation),
        operation.asOneself,
        operation.confirms,
        operation.answersNobody,
      ]);

class LetIn extends Error {}

/** Whether somebody has the right that an operation asks for, anywhere: it is gone no further than the door. */
export function opens(door: Door): (operation: Operation, token: string) => Promise<boolean> {
  const known = new Map<string, Promise<boolean>>();
  const tryOut = async (operation: Operation, token: string) => {
    try {
      await door.perform(operation, () => Promise.reject(new LetIn()), { token }, {} as never);
    } catch (error) {
      if (error instanceof LetIn) return true;
      if (error instanceof AppError && error.code === "permission.missing") return false;
      // A fresh proof is asked of whoever has the right.
      if (error instanceof AppError && error.kind === "forbidden") return true;
      throw error;
    }
    throw new Error(`${operation.name} ended without being called`);
  };
  return (operation, token) => {
    const key = atDoor(operation, token);
    const answer = known.get(key) ?? tryOut(operation, token);
    known.set(key, answer);
    return answer;
  };
}
