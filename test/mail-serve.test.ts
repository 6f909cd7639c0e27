// The whole program with a mail server named in its environment: from a press in the product to the mailbox.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { atTheEnd } from "./db.ts";
import { ask, firstGroup, startProduct } from "./product.ts";
import { mailServer } from "./smtp.ts";
import { until } from "./until.ts";

test("the program sends a test mail to its administrator, and tells of a changed password at once", async () => {
  const smtp = await mailServer();
  const folder = mkdtempSync(join(tmpdir(), "yagura-mail-serve-"));
  const product = await startProduct({
    YAGURA_DATA: folder,
    LOG_LEVEL: "warn",
    SMTP_URL: `smtp://127.0.0.1:${smtp.settings.port}`,
    SMTP_TLS: "none",
    MAIL_FROM: "Yagura <yagura@mihon.example>",
    PUBLIC_URL: "http://yagura.mihon.example",
  });
  atTheEnd(async () => {
    product.child.kill("SIGTERM");
    await product.ended;
    rmSync(folder, { recursive: true, force: true });
  });
  const { cookie } = await ask(product.address, "POST", "/api/setup", firstGroup);
  const tested = await ask(product.address, "POST", "/api/mails/test", undefined, cookie);
  assert.equal(tested.status, 200, JSON.stringify(tested.body));
  await until("the test mail is there", async () => smtp.arrived[0]);
  assert.equal(smtp.arrived[0]?.mail.subject, "Test of mail from Yagura");
  const password = await ask(
    product.address,
    "PUT",
    "/api/password",
    { currentPassword: firstGroup.password, newPassword: "another long enough phrase" },
    cookie,
  );
  assert.equal(password.status, 200, JSON.stringify(password.body));
  const told = await until("the change is told", async () => smtp.arrived[1], 30_000);
  assert.match(told.mail.subject ?? "", /^Your password was changed/);
  assert.match(told.mail.text ?? "", /http:\/\/yagura\.mihon\.example\/messages\//);
});
