// Starts the program on a page that is nothing but its shell. The join page starts it by itself, from its form.
import init, { open } from "./client.js";

await init();
open();
