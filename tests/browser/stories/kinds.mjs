// Every way to answer: asked by a facilitator, answered on a phone by keyboard and on a desktop, by a crowd of sixty besides,
// then closed, shown and exported.

import { accessible, calm, desktop, picture } from "../browser.mjs";
import { House } from "../house.mjs";
import { presses } from "../keyboard.mjs";
import { facilitatorEnters, gathers, officerJoins, opensPoll, writesPoll } from "../people.mjs";

const LONG = { timeout: 60_000 };
/** The narrowest phone that is promised. */
const narrow = { width: 360, height: 740 };
const STREET = ["Main Street", "The park", "The station"];

/** Goes to the first of some radio buttons, and from there with the arrows to the nth. */
async function marks(page, group, n) {
  await presses(page, group.getByRole("radio").first(), "Space");
  for (let at = 1; at < n; at += 1) await page.keyboard.press("ArrowRight");
  if (!(await group.getByRole("radio").nth(n - 1).isChecked())) throw new Error(`mark ${n} is not chosen`);
}

const row = (page, name) => page.getByRole("group", { name });

/** What is asked, how somebody answers it by keyboard, and what then stands in the result. */
const KINDS = [
  {
    name: "several",
    way: "Choose several",
    question: "Where should we walk first?",
    rows: STREET,
    more: (dialog) => dialog.getByLabel("Choose at most").fill("2"),
    answer: async (page) => {
      await presses(page, page.getByLabel("Main Street"), "Space");
      await presses(page, page.getByLabel("The station"), "Space");
      if (await page.getByLabel("The park").isEnabled()) throw new Error("a third one can be chosen");
    },
    result: (page) => page.getByRole("row", { name: /The park/ }),
  },
  {
    name: "quiz",
    way: "Choose one",
    question: "What comes first at a stop?",
    rows: ["The reason", "The license", "The car"],
    more: async (dialog) => {
      await dialog.getByLabel("It has a right answer").check();
      await dialog.getByRole("group", { name: "Right" }).getByLabel("The reason").check();
      await dialog.getByLabel("Why it is right").fill("People want to know why.");
    },
    answer: (page) => presses(page, page.getByLabel("The reason"), "Space"),
    result: (page) => page.getByRole("row", { name: /The reason.*correct/ }),
    afterwards: async (officer) => {
      await officer.getByText("People want to know why.").waitFor();
      await officer.getByText("Correct.").waitFor();
    },
  },
  {
    name: "seven-marks",
    way: "Agree or disagree",
    question: "How much do you agree?",
    rows: ["I know who to call.", "My sergeant backs me."],
    more: (dialog) => dialog.getByLabel(/^Scale/).selectOption({ index: 1 }),
    answer: async (page) => {
      await marks(page, row(page, "I know who to call."), 6);
      await marks(page, row(page, "My sergeant backs me."), 3);
    },
    result: (page) => page.getByRole("row", { name: /I know who to call.*Mean/ }),
  },
  {
    name: "rating",
    way: "Rate with stars",
    question: "How did tonight go?",
    rows: ["The talk", "The exercise"],
    answer: async (page) => {
      await marks(page, row(page, "The talk"), 4);
      await marks(page, row(page, "The exercise"), 5);
    },
    result: (page) => page.getByRole("row", { name: /The talk.*Mean of stars/ }),
  },
  {
    name: "ranking",
    way: "Put in order",
    question: "What helps most?",
    rows: STREET,
    answer: async (page) => {
      for (const row of ["The station", "Main Street", "The park"]) await presses(page, page.getByRole("button", { name: new RegExp(row) }));
      await page.getByText("All in order.").waitFor();
      await page.getByRole("button", { name: "The station place 1" }).waitFor();
    },
    result: (page) => page.getByRole("row", { name: /Main Street.*Mean place/ }),
  },
  {
    name: "points",
    way: "Spread points",
    question: "Where should our hours go?",
    rows: STREET,
    answer: async (page) => {
      await page.getByLabel("Main Street").fill("70");
      await page.getByLabel("The park").fill("30");
      await page.getByLabel("The park").press("Tab");
      await page.getByText("0 of 100 points left").waitFor();
    },
    result: (page) => page.getByRole("row", { name: /Main Street/ }),
  },
  {
    name: "two-by-two",
    way: "Place by two scales",
    question: "What is worth it?",
    rows: ["Foot patrol", "Open house"],
    answer: async (page) => {
      for (const [item, up, across] of [["Foot patrol", 5, 2], ["Open house", 3, 4]]) {
        await marks(page, row(row(page, item), "Impact"), up);
        await marks(page, row(row(page, item), "Effort"), across);
      }
    },
    result: (page) => page.getByRole("row", { name: /Foot patrol.*Effort \d\.\d, Impact \d\.\d/ }),
  },
  {
    name: "cloud",
    way: "Word cloud",
    question: "What makes a stop feel fair?",
    answer: async (page) => {
      await page.getByLabel("Word 1").fill("Listening");
      await page.getByLabel("Word 2").fill("a calm voice");
    },
    result: (page) => page.getByRole("listitem").filter({ hasText: /listening/i }).filter({ hasText: "×" }),
  },
  {
    name: "text",
    way: "Open answer",
    question: "What would you change?",
    answer: (page) => page.getByLabel("Your answer").fill("Name the reason, then wait for an answer."),
    result: (page) => page.getByText("Name the reason, then wait for an answer."),
  },
];

story("every way to answer, from the question to the picture on the projector", async () => {
  const house = await House.start({ officers: 60 });
  const plan = await house.demo();
  const facilitator = await facilitatorEnters(house, plan);
  const phone = await officerJoins(plan, "Dana Kaplan", { viewport: narrow });
  const desk = await officerJoins(plan, "Jordan Ames", { viewport: desktop });
  await gathers(facilitator, 63);
  for (const kind of KINDS) {
    const { name, way, question, rows, more } = kind;
    const dialog = await writesPoll(facilitator, question, { way, rows, more });
    await accessible(facilitator, `${name}: draft`);
    await picture(facilitator, `kind-${name}-draft`);
    await opensPoll(dialog);
    for (const officer of [phone, desk]) {
      await officer.getByRole("heading", { name: question }).waitFor();
      await kind.answer(officer);
      if (officer === phone) {
        await accessible(officer, `${name}: answer`);
        await picture(officer, `kind-${name}-answer`);
      }
      await presses(officer, officer.getByRole("button", { name: "Send my answer" }));
      await officer.getByText("Your answer is in.").waitFor();
    }
    await facilitator.getByText(/^(5\d|6\d)\s+of 62/).waitFor(LONG);
    await facilitator.getByRole("button", { name: "Close poll" }).click();
    await kind.result(facilitator).first().waitFor();
    if (name === "text") await screens(facilitator, phone);
    await accessible(facilitator, `${name}: result`);
    await picture(facilitator, `kind-${name}-result`);
    await facilitator.getByRole("button", { name: "Show to the room" }).click();
    await kind.result(phone).first().waitFor();
    await kind.afterwards?.(phone);
    await accessible(phone, `${name}: shown`);
    await picture(phone, `kind-${name}-shown`);
  }
  const csv = await (await house.request("GET", `/api/sessions/${plan.session.id}/polls.csv`)).text();
  for (const { question } of KINDS) {
    if (!csv.includes(question)) throw new Error(`the export says nothing about “${question}”`);
  }
  calm(facilitator, phone, desk);
});

/** The facilitator leaves out one of the texts before the room sees them. */
async function screens(facilitator, officer) {
  const said = "We get no time to listen when calls are waiting.";
  await facilitator.getByRole("button", { name: new RegExp(`Leave out.*${said}`) }).click();
  await facilitator.getByRole("button", { name: new RegExp(`Take in.*${said}`) }).waitFor();
  if (await officer.getByText(said).count()) throw new Error("the room sees it before anything is shown");
}

story("what people write in an anonymous poll is told from ten answers on, without a board", async () => {
  const house = await House.start({ officers: 30 });
  const plan = await house.demo();
  const facilitator = await facilitatorEnters(house, plan);
  const officer = await officerJoins(plan, "Dana Kaplan", { viewport: narrow });
  await gathers(facilitator, 32);
  const dialog = await writesPoll(facilitator, "What holds us back?", { way: "Open answer", anonymous: true });
  await opensPoll(dialog);
  await officer.getByText("Leave out names, places and dates").waitFor(LONG);
  await officer.getByLabel("Your answer").fill("Nobody has time to listen.");
  await officer.getByText("Ready. It leaves this device when the poll closes").waitFor();
  await officer.reload();
  await officer.getByText("Ready. It leaves this device when the poll closes").waitFor(LONG);
  if ((await officer.getByLabel("Your answer").inputValue()) !== "Nobody has time to listen.") throw new Error("the text was lost");
  await accessible(officer, "anonymous text");
  await picture(officer, "anonymous-text");
  await facilitator.getByText(/^(1|2)\d?5?\+|^20\+/).waitFor(LONG);
  await facilitator.getByRole("button", { name: "Close poll" }).click();
  await facilitator.getByText("Nobody has time to listen.", { exact: true }).waitFor(LONG);
  await facilitator.getByRole("button", { name: /Leave out.*Nobody has time/ }).click();
  await picture(facilitator, "anonymous-text-result");
  await facilitator.getByRole("button", { name: "Show to the room" }).click();
  await officer.getByRole("list").filter({ hasText: "Say the reason in the first sentence." }).waitFor();
  if (await officer.getByText("Nobody has time to listen.", { exact: true }).count()) throw new Error("it was left out");
  await facilitator.getByRole("button", { name: /Take in.*Nobody has time/ }).click();
  await officer.getByText("Nobody has time to listen.", { exact: true }).waitFor();
  calm(facilitator, officer);
});

story("a poll that is kept is there in the next session, in a run sheet, and in a colleague's file", async () => {
  const house = await House.start();
  const plan = await house.open();
  const facilitator = await facilitatorEnters(house, plan);
  const dialog = await writesPoll(facilitator, "Where should we walk first?", { way: "Put in order", rows: STREET });
  const own = dialog.locator(".own-polls");
  await own.locator("summary").click();
  await own.getByText("None yet.").waitFor();
  await own.getByRole("button", { name: "Keep this poll" }).click();
  await own.getByText("Kept. You find it in every session of yours.").waitFor();
  await accessible(facilitator, "own polls");
  await picture(facilitator, "own-polls");
  const file = await (await house.request("GET", "/api/polls.json")).text();
  await own.locator("input[type=file]").setInputFiles({
    name: "polls.json", mimeType: "application/json", buffer: Buffer.from(file.replace("Where should we walk first?", "Where do people wait for us?")),
  });
  await own.getByText("The polls of the file are here.").waitFor();
  await own.getByRole("button", { name: /Where do people wait for us/ }).first().click();
  await own.getByText("It stands in the form below.").waitFor();
  if ((await dialog.getByLabel("Question", { exact: true }).inputValue()) !== "Where do people wait for us?") throw new Error("the form says something else");
  await own.locator("input[type=file]").setInputFiles({ name: "odd.json", mimeType: "application/json", buffer: Buffer.from("[]") });
  await own.getByText(/This is not a file with polls/).waitFor();
  await opensPoll(dialog);
  await facilitator.getByRole("heading", { name: "Where do people wait for us?" }).waitFor();
  await facilitator.getByText("Put them in order").waitFor();

  const next = await house.plan();
  await facilitator.goto(`${house.url}/home/session/${next.session.id}`);
  await facilitator.getByRole("button", { name: /^Where are we starting/ }).click();
  const form = facilitator.locator(".activity .poll-draft").first();
  await form.locator(".own-polls summary").click();
  await form.getByRole("button", { name: /Where should we walk first/ }).first().click();
  await form.getByText("It stands in the form below.").waitFor();
  if (!(await form.getByRole("radio", { name: "Put in order" }).isChecked())) throw new Error("it is asked in another way");
  await accessible(facilitator, "a kept poll in a run sheet");
  await picture(facilitator, "own-polls-sheet");
  calm(facilitator);
});
