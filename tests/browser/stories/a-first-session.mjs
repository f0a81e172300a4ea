// From the link to the end: the walking whole.

import { accessible, calm, person, phone, picture } from "../browser.mjs";
import { House } from "../house.mjs";
import { facilitatorEnters, guestJoins, officerJoins, says } from "../people.mjs";

story("an officer joins by link, waits, is let in, talks, and the session ends", async () => {
  const house = await House.start();
  const plan = await house.open({ lobby_message: "We start at ten sharp." });

  const officer = await officerJoins(plan, "Dana Kaplan");
  await officer.getByRole("heading", { name: "You are in the lobby" }).waitFor();
  await officer.getByText("We start at ten sharp.").waitFor();
  await accessible(officer, "lobby");
  await picture(officer, "lobby");

  const facilitator = await facilitatorEnters(house, plan);
  await facilitator.getByRole("button", { name: /^Let in|^Let .* in$/ }).first().click();

  await officer.getByRole("button", { name: /Raise hand|Hand/ }).first().waitFor();
  await says(facilitator, "Put your opening line on a note.");
  await officer.getByText("Put your opening line on a note.").waitFor();
  await says(officer, "Name first, then the reason.");
  await facilitator.getByText("Name first, then the reason.").waitFor();

  await officer.getByRole("button", { name: /Raise hand|Hand/ }).first().click();
  await facilitator.getByRole("button", { name: /Invite/ }).first().click();
  await accessible(officer, "room of an officer");
  await accessible(facilitator, "room of the facilitator");
  await picture(officer, "room-officer");
  await picture(facilitator, "room-facilitator");
  calm(officer, facilitator);
});

story("a code is forgiven its case and spaces, a wrong one is explained", async () => {
  const house = await House.start();
  const plan = await house.open();
  const page = await person({ viewport: phone });
  await page.goto(house.url);
  await picture(page, "join-code");
  await page.getByLabel("Session code").fill("zzzz zzzz");
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByText("We don't know that code").first().waitFor();
  const code = plan.links.code.toLowerCase();
  await page.getByLabel("Session code").fill(`${code.slice(0, 3)}-${code.slice(3)} `);
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByLabel("Name", { exact: true }).waitFor();
  await accessible(page, "join form");
  await picture(page, "join-form");
});

story("a guest is shown as one and sees no ranks", async () => {
  const house = await House.start({ officers: 6 });
  const plan = await house.demo();
  const facilitator = await facilitatorEnters(house, plan);
  const guest = await guestJoins(plan, "Leila", "Riverside Center");
  await guest.getByRole("heading", { name: "You are in the lobby" }).waitFor();
  await facilitator.getByRole("button", { name: "Let in all guests" }).click();
  await guest.getByRole("button", { name: /Raise hand|Hand/ }).first().waitFor();
  await picture(guest, "room-guest");
  await guest.getByRole("tab", { name: /People/ }).click();
  await guest.getByText("Jordan Osei").or(guest.getByText("Amina R.")).first().waitFor();
  const words = await guest.evaluate(() => document.body.innerText);
  for (const rank of ["Sergeant", "Lieutenant", "Deputy"]) {
    if (words.includes(rank)) throw new Error(`a guest reads ${rank}`);
  }
  calm(guest, facilitator);
});
