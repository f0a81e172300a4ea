// What people do who have no mouse: everything is reached with the Tab key and worked with the keys it promises.

/** Goes on with the Tab key until a control has the focus, and it can be seen that it has. */
export async function reaches(page, control) {
  await control.first().waitFor();
  for (let step = 0; step < 150; step += 1) {
    const focus = await control.first().evaluate((element) => {
      if (element !== document.activeElement) return "elsewhere";
      const { outlineStyle, outlineWidth } = getComputedStyle(element);
      return outlineStyle !== "none" && outlineWidth !== "0px" ? "seen" : "unseen";
    });
    if (focus === "seen") return;
    if (focus === "unseen") throw new Error(`the focus on ${control} cannot be seen`);
    await page.keyboard.press("Tab");
  }
  throw new Error(`the Tab key does not lead to ${control}`);
}

/** Reaches a control and presses a key there. */
export async function presses(page, control, key = "Enter") {
  await reaches(page, control);
  await page.keyboard.press(key);
}

/** Reaches a field and types there. */
export async function types(page, control, text) {
  await reaches(page, control);
  await page.keyboard.type(text);
}

/** Opens a menu and chooses one of its items. */
export async function chooses(page, menu, item, role = "menuitem") {
  await presses(page, menu);
  const wanted = page.getByRole(role, { name: item, exact: true });
  await wanted.waitFor();
  for (let step = 0; step < 40; step += 1) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return page.keyboard.press("Enter");
    await page.keyboard.press("ArrowDown");
  }
  throw new Error(`the arrow keys do not lead to ${item}`);
}
