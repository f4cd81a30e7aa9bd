// The page /embed: its form is the options of the widget; each change goes to the live one and into the line.
const form = document.querySelector("form");
const place = document.getElementById("preview");
const line = document.getElementById("line");
const done = document.getElementById("done");
const usual = { role: "", lang: "", color: "#0b5d4b", position: "right", title: "", theme: "" };
let bot = null;

const escaped = (text) => text.replace(/&/g, "&amp;").replace(/"/g, "&quot;").replace(/</g, "&lt;");

function chosen() {
  const given = Object.fromEntries(new FormData(form));
  return Object.entries(usual).map(([name, value]) => [name, given[name].trim(), value]).filter(([, now, value]) => now !== value);
}

function show() {
  const options = chosen();
  const source = new URL("widget.js", location.href).href;
  line.textContent = `<script src="${source}"${options.map(([name, value]) => ` data-${name}="${escaped(value)}"`).join("")} async></scr` + "ipt>";
  const inline = options.some(([name, value]) => name === "position" && value === "inline");
  // A widget that moves between the corner and the page is a new one; otherwise it goes on with its conversation.
  const next = bot && bot.inline === inline ? bot : document.createElement("faq-bot");
  for (const name of Object.keys(usual)) {
    const value = options.find(([each]) => each === name)?.[1];
    if (value === undefined) delete next.dataset[name]; else if (next.dataset[name] !== value) next.dataset[name] = value;
  }
  place.classList.toggle("inline", inline);
  if (next === bot) return;
  bot?.remove();
  (inline ? place : document.body).append(next);
  bot = next;
}

async function copy(button) {
  try {
    await navigator.clipboard.writeText(line.textContent);
    done.textContent = button.dataset.copied;
  } catch {
    getSelection().selectAllChildren(line);
    done.textContent = button.dataset.failed;
  }
}

form.addEventListener("input", () => { done.textContent = ""; show(); });
form.addEventListener("submit", (event) => event.preventDefault());
document.getElementById("copy").addEventListener("click", (event) => copy(event.currentTarget));
show();
