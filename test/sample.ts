// The sample as tests read it: loaded, and answered to whoever of its people signs in.
import assert from "node:assert/strict";
import { hashToken } from "#core/http/door.ts";
import { type TestApp, testApp } from "./app.ts";
import { sampleDatabase } from "./db.ts";

type As = ReturnType<TestApp["as"]>;

export async function loadedSample(): Promise<{
  app: TestApp;
  signIn: (login: string) => Promise<As>;
  /** Who sees the whole group, in English. */
  office: As;
}> {
  const app = await testApp({ database: await sampleDatabase() });
  const signIn = async (login: string) => {
    const token = crypto.randomUUID();
    const { rowCount } = await app.database.owner.query(
      `insert into sessions (account_id, company_id, token_hash, expires_at)
       select id, company_id, $2, now() + interval '1 hour' from accounts where login_name = $1`,
      [login, hashToken(token)],
    );
    assert.equal(rowCount, 1, login);
    return app.as(token);
  };
  return { app, signIn, office: await signIn("office.en@mihon.example") };
}
