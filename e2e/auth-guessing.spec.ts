import { expect, newEmail, test } from "./fixtures.ts";
import { linkTo, newPassword, signIn } from "./sign-in.ts";

test("a known and an unknown address get the same answer, and only the known one a mail", async ({
  page,
  person,
  mailbox,
}) => {
  const stranger = newEmail();
  const answers: string[] = [];
  for (const email of [person.email, stranger]) {
    await page.goto("/forgot-password");
    await page.getByLabel("E-mail address").fill(email);
    await page.getByRole("button", { name: "Send the link" }).click();
    await expect(page.getByRole("heading", { name: "Check your mailbox" })).toBeVisible();
    answers.push((await page.getByRole("main").innerText()).replace(email, "…").replace(/\d+ seconds/, "…"));
  }
  expect(answers[0]).toBe(answers[1]);
  await mailbox.latest(person.email, 2);
  expect(await mailbox.all(stranger)).toEqual([]);

  // Signing up with an address that has an account: the same page, and a mail to sign in with.
  await page.goto("/sign-up");
  await page.getByLabel("E-mail address").fill(person.email);
  await page.getByLabel("Password", { exact: true }).fill(newPassword());
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByRole("heading", { name: "Check your mailbox" })).toBeVisible();
  await page.goto(await linkTo(mailbox, person.email, 3));
  await expect(page.getByRole("button", { name: "Sign in" })).toBeVisible();
});

test("a wrong password and an unknown address are refused in the same words", async ({ page, person }) => {
  for (const email of [person.email, newEmail()]) {
    await signIn(page, { email, password: "certainly not this one" });
    await expect(page.getByRole("alert").filter({ hasText: "do not match" })).toBeVisible();
    await expect(page.getByLabel("E-mail address")).toHaveValue(email);
  }
});

test("guessing a password is slowed down, and the way through the mailbox stays open", async ({
  page,
  person,
  mailbox,
}) => {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail address").fill(person.email);
  const alert = page.getByRole("alert").filter({ hasText: /do not match|Too many tries/ });
  for (let tries = 1; tries <= 11; tries++) {
    await page.getByLabel("Password", { exact: true }).fill(`guess number ${tries}`);
    const answered = page.waitForResponse((response) => response.request().method() === "POST");
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await answered;
    // The form is ready for the next guess once it has emptied its password.
    await expect(page.getByLabel("Password", { exact: true })).toHaveValue("");
    await expect(alert).toHaveText(tries <= 10 ? /do not match/ : /Too many tries/);
  }
  // Not even the right one is looked at now.
  await page.getByLabel("Password", { exact: true }).fill(person.password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(alert).toHaveText(/Too many tries. Please wait \d+ minutes/);

  await page.goto("/sign-in?with=link");
  await page.getByLabel("E-mail address").fill(person.email);
  await page.getByRole("button", { name: "Send the link" }).click();
  await page.goto(await linkTo(mailbox, person.email, 2));
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL("**/dashboard");
});
